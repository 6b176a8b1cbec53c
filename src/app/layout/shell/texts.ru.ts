import type { FrameWords } from './texts.en.ts';

/** Russian words of the frame around every screen. */
export const ru: FrameWords = {
  retry: 'Повторить сейчас',
  dismiss: 'Скрыть',
  since: 'Связи нет с {time}.',
  language: 'Язык',
  hotline: 'Горячая линия',
  loading: 'Открываем ваш кабинет',
};
