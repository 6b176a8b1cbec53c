/** English words of the frame around every screen. */
export const en = {
  retry: 'Try again now',
  dismiss: 'Dismiss',
  since: 'Since {time}.',
  language: 'Language',
  hotline: 'Hotline',
  loading: 'Opening your account',
} as const;

export type FrameWords = Readonly<Record<keyof typeof en, string>>;
