import type { Language } from '#protocol/primitives.ts';

/** The system's own question who sits there. */
export interface SystemQuestion {
  canAsk(): boolean;
  /** True when it is the person; false when not, or when the question was turned away. */
  ask(): Promise<boolean>;
}

/** What of Electron's systemPreferences is used; both are there on macOS alone. */
export interface TouchIdPort {
  canPromptTouchID?(): boolean;
  promptTouchID?(reason: string): Promise<void>;
}

/** Ends the system's sentence "Plus Cabinet is trying to …". */
const reasons: Readonly<Record<Language, string>> = {
  ru: 'разблокировать личный кабинет',
  en: 'unlock your account',
  sv: 'låsa upp ditt konto',
};

/** Touch ID on macOS. Electron has no way to Windows Hello, and no system of Linux has a question of its own. */
export function createSystemQuestion(
  touchId: TouchIdPort,
  platform: NodeJS.Platform,
  language: () => Language,
): SystemQuestion {
  return {
    canAsk: () => platform === 'darwin' && touchId.canPromptTouchID?.() === true,
    async ask(): Promise<boolean> {
      try {
        await touchId.promptTouchID?.(reasons[language()]);
        return touchId.promptTouchID !== undefined;
      } catch {
        return false;
      }
    },
  };
}
