import type { LockWords } from './texts.en.ts';

/** Russian words of the lock and of the curtain before it. */
export const ru: LockWords = {
  title: 'Кабинет закрыт на замок',
  lead: 'Пока вы его не откроете, в кабинет никто не заглянет.',
  leadIdle: 'Вас не было какое-то время, и кабинет закрылся. Всё на месте.',
  noWay: 'У этого кабинета нет пароля, чтобы открыть замок. Выйдите и войдите снова тем же способом.',
  system: 'Открыть с Touch ID',
  unlock: 'Открыть',
  unlocking: 'Открываем',
  signOut: 'Выйти',
  curtainTitle: 'Вы ещё здесь?',
  curtainWhy: 'Это чужой компьютер, поэтому кабинет сам не остаётся открытым.',
  endsIn: 'Выход через {n} секунду. | Выход через {n} секунды. | Выход через {n} секунд.',
  here: 'Я здесь',
};
