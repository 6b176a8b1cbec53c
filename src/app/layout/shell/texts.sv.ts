import type { FrameWords } from './texts.en.ts';

/** Swedish words of the frame around every screen. */
export const sv: FrameWords = {
  retry: 'Försök nu',
  dismiss: 'Dölj',
  since: 'Sedan {time}.',
  language: 'Språk',
  hotline: 'Kundtjänst',
  loading: 'Öppnar ditt konto',
};
