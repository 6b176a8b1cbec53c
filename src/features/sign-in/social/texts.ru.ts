import type { SocialWords } from './texts.en.ts';

/** Russian words of signing in through a social network. */
export const ru: SocialWords = {
  waitTitle: 'Продолжите в браузере',
  waitLead: 'Там открыта страница «{provider}». Подтвердите вход, и кабинет здесь откроется сам.',
  waiting: 'Ждём ответа: {provider}',
  openAgain: 'Открыть страницу ещё раз',
  cancel: 'Отменить',
  failedTitle: 'Войти через «{provider}» не удалось',
  otherWay: 'Войти по-другому',
  linkTitle: 'Кабинет с этим адресом уже есть',
  linkLead: 'Введите пароль от него один раз. Дальше входите через «{provider}» или с паролем, как удобнее.',
  linkPassword: 'Пароль от кабинета',
  linkSubmit: 'Привязать и войти',
  beginAnew: 'Начать заново',
};
