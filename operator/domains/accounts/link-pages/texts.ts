import type { Language } from '#protocol/primitives.ts';
import type { LinkPurpose } from '../tables.ts';

/** What a page says about its purpose. */
interface PurposeTexts {
  readonly title: string;
  readonly lead: string;
  readonly doneTitle: string;
  readonly done: string;
}

/** The words of the pages that letters lead to, in one language. */
export interface LinkTexts {
  readonly purposes: Readonly<Record<LinkPurpose, PurposeTexts>>;
  readonly open: string;
  readonly openHint: string;
  readonly orHere: string;
  readonly newPassword: string;
  readonly repeat: string;
  readonly hint: (minLength: number) => string;
  readonly differ: string;
  readonly setPassword: string;
  readonly confirmEmail: string;
  readonly deadTitle: string;
  readonly noScript: string;
  readonly hotline: string;
}

const ru: LinkTexts = {
  purposes: {
    registration: {
      title: 'Подтвердите адрес',
      lead: 'Программа ещё раз спросит пароль, который вы придумали при регистрации, и откроет ваш кабинет.',
      doneTitle: '',
      done: '',
    },
    'password-reset': {
      title: 'Новый пароль',
      lead: 'Задайте его в программе или прямо здесь. После этого нужно будет войти заново на всех устройствах.',
      doneTitle: 'Пароль изменён',
      done: 'Войдите с ним в программу. На всех устройствах, где вы входили раньше, нужно будет войти заново.',
    },
    email: {
      title: 'Новый адрес',
      lead: 'Подтвердите, что этот адрес теперь ваш адрес для входа и писем.',
      doneTitle: 'Адрес изменён',
      done: 'Теперь входите с новым адресом; письма тоже придут на него.',
    },
  },
  open: 'Открыть в программе Plus Cabinet',
  openHint: 'Если ничего не открылось, программы нет на этом компьютере: откройте письмо там, где она есть.',
  orHere: 'или здесь, в браузере',
  newPassword: 'Новый пароль',
  repeat: 'Новый пароль ещё раз',
  hint: (minLength) => `Не короче ${minLength} символов, любые знаки.`,
  differ: 'Пароли не совпадают.',
  setPassword: 'Задать пароль',
  confirmEmail: 'Подтвердить адрес',
  deadTitle: 'Ссылка не действует',
  noScript: 'Этой странице нужен JavaScript. Включите его и откройте ссылку из письма ещё раз.',
  hotline: 'Горячая линия',
};

const en: LinkTexts = {
  purposes: {
    registration: {
      title: 'Confirm your address',
      lead: 'The program asks once more for the password you chose when you registered, and opens your account.',
      doneTitle: '',
      done: '',
    },
    'password-reset': {
      title: 'A new password',
      lead: 'Set it in the program or right here. After that you sign in again on all your devices.',
      doneTitle: 'The password is changed',
      done: 'Sign in to the program with it. Every device that was signed in has to sign in again.',
    },
    email: {
      title: 'A new address',
      lead: 'Confirm that this is now your address for signing in and for letters.',
      doneTitle: 'The address is changed',
      done: 'From now on sign in with the new address; letters go there, too.',
    },
  },
  open: 'Open in Plus Cabinet',
  openHint: 'If nothing opens, the program is not on this computer: open the letter where it is.',
  orHere: 'or here in the browser',
  newPassword: 'New password',
  repeat: 'New password once more',
  hint: (minLength) => `At least ${minLength} characters, of any kind.`,
  differ: 'The passwords differ.',
  setPassword: 'Set the password',
  confirmEmail: 'Confirm the address',
  deadTitle: 'The link does not work',
  noScript: 'This page needs JavaScript. Turn it on and open the link from the letter again.',
  hotline: 'Hotline',
};

const sv: LinkTexts = {
  purposes: {
    registration: {
      title: 'Bekräfta din adress',
      lead: 'Programmet frågar en gång till efter lösenordet du valde vid registreringen och öppnar sedan ditt konto.',
      doneTitle: '',
      done: '',
    },
    'password-reset': {
      title: 'Ett nytt lösenord',
      lead: 'Välj det i programmet eller direkt här. Efter det loggar du in på nytt på alla dina enheter.',
      doneTitle: 'Lösenordet är ändrat',
      done: 'Logga in i programmet med det. Alla enheter som var inloggade måste logga in på nytt.',
    },
    email: {
      title: 'En ny adress',
      lead: 'Bekräfta att det här nu är din adress för inloggning och brev.',
      doneTitle: 'Adressen är ändrad',
      done: 'Logga in med den nya adressen från och med nu; breven går också dit.',
    },
  },
  open: 'Öppna i Plus Cabinet',
  openHint: 'Om inget öppnas finns programmet inte på den här datorn: öppna brevet där det finns.',
  orHere: 'eller här i webbläsaren',
  newPassword: 'Nytt lösenord',
  repeat: 'Nytt lösenord en gång till',
  hint: (minLength) => `Minst ${minLength} tecken, av vilket slag som helst.`,
  differ: 'Lösenorden skiljer sig åt.',
  setPassword: 'Välj lösenordet',
  confirmEmail: 'Bekräfta adressen',
  deadTitle: 'Länken fungerar inte',
  noScript: 'Den här sidan behöver JavaScript. Slå på det och öppna länken i brevet igen.',
  hotline: 'Kundtjänst',
};

export const linkTexts: Readonly<Record<Language, LinkTexts>> = { ru, en, sv };
