import type { Language } from '#protocol/primitives.ts';

/** Texts of the registration and reset pages, written here independently of the program. */
export interface SignInWords {
  readonly toRegister: string;
  readonly register: string;
  readonly registerTitle: string;
  readonly again: string;
  readonly consent: string;
  readonly toRemind: string;
  readonly remindTitle: string;
  readonly sendLetter: string;
  readonly checkMail: string;
  readonly sendAgain: string;
  readonly mailbox: string;
  readonly leave: string;
  readonly confirmTitle: string;
  readonly confirmPassword: string;
  readonly confirm: string;
  readonly resetTitle: string;
  readonly newPassword: string;
  readonly setPassword: string;
  readonly passwordChanged: string;
  readonly deadLink: string;
  readonly tooShort: string;
  readonly differs: string;
}

export const signInWords: Readonly<Record<Extract<Language, 'en' | 'ru'>, SignInWords>> = {
  en: {
    toRegister: 'Register',
    register: 'Register',
    registerTitle: 'Register',
    again: 'The same password again',
    consent: 'I agree to messages about promotions and new channels',
    toRemind: 'Remind password',
    remindTitle: 'A new password',
    sendLetter: 'Send the letter',
    checkMail: 'Check your mail',
    sendAgain: 'Send another letter',
    mailbox: 'Open the demo mailbox',
    leave: 'Back to sign-in',
    confirmTitle: 'One step left',
    confirmPassword: 'Your password',
    confirm: 'Confirm and sign in',
    resetTitle: 'Set a new password',
    newPassword: 'New password',
    setPassword: 'Set the password',
    passwordChanged: 'The new password is set.',
    deadLink: 'This link no longer works',
    tooShort: 'This password is too short: it takes at least 8 characters.',
    differs: 'The two passwords are not the same.',
  },
  ru: {
    toRegister: 'Зарегистрируйтесь',
    register: 'Зарегистрироваться',
    registerTitle: 'Регистрация',
    again: 'Пароль ещё раз',
    consent: 'Согласен получать сообщения об акциях и новых каналах',
    toRemind: 'Напомнить пароль',
    remindTitle: 'Новый пароль',
    sendLetter: 'Прислать письмо',
    checkMail: 'Проверьте почту',
    sendAgain: 'Прислать ещё одно письмо',
    mailbox: 'Открыть демонстрационную почту',
    leave: 'Вернуться ко входу',
    confirmTitle: 'Остался один шаг',
    confirmPassword: 'Ваш пароль',
    confirm: 'Подтвердить и войти',
    resetTitle: 'Новый пароль',
    newPassword: 'Новый пароль',
    setPassword: 'Установить пароль',
    passwordChanged: 'Новый пароль установлен.',
    deadLink: 'Ссылка больше не действует',
    tooShort: 'Пароль слишком короткий: нужно не меньше 8 символов.',
    differs: 'Пароли не совпадают.',
  },
};
