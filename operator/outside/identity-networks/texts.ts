import type { Language } from '#protocol/primitives.ts';

/** Words of a network's pages. `{app}`: who asks; `{network}`: where one is. */
export interface NetworkTexts {
  readonly signIn: string;
  readonly signInFor: string;
  readonly login: string;
  readonly password: string;
  readonly enter: string;
  readonly cancel: string;
  readonly wrong: string;
  readonly consent: string;
  readonly asks: string;
  readonly asksName: string;
  readonly asksEmail: string;
  readonly allow: string;
  readonly deny: string;
  readonly demo: string;
  readonly demoAbout: string;
  readonly brokenTitle: string;
  readonly broken: string;
  readonly languages: string;
}

export const networkTexts: Readonly<Record<Language, NetworkTexts>> = {
  ru: {
    signIn: 'Вход',
    signInFor: 'Чтобы продолжить в «{app}»',
    login: 'Логин',
    password: 'Пароль',
    enter: 'Войти',
    cancel: 'Отмена',
    wrong: 'Логин или пароль не подходят. Проверьте их и попробуйте ещё раз.',
    consent: '{app} просит доступ',
    asks: 'Приложение увидит:',
    asksName: 'ваше имя',
    asksEmail: 'адрес электронной почты',
    allow: 'Разрешить',
    deny: 'Отказать',
    demo: 'Демонстрация',
    demoAbout: 'Это не настоящая сеть «{network}». Здесь входят только эти выдуманные люди:',
    brokenTitle: 'Так войти нельзя',
    broken: 'Ссылка неполна или уже использована. Вернитесь в программу и начните вход ещё раз.',
    languages: 'Язык',
  },
  en: {
    signIn: 'Sign in',
    signInFor: 'To continue to {app}',
    login: 'Login',
    password: 'Password',
    enter: 'Sign in',
    cancel: 'Cancel',
    wrong: 'The login or the password is not right. Check them and try again.',
    consent: '{app} asks for access',
    asks: 'The application will see:',
    asksName: 'your name',
    asksEmail: 'your e-mail address',
    allow: 'Allow',
    deny: 'Deny',
    demo: 'Demonstration',
    demoAbout: 'This is not the real {network}. Only these made-up people can sign in here:',
    brokenTitle: 'Signing in does not work this way',
    broken: 'The link is incomplete or was used already. Go back to the program and start again.',
    languages: 'Language',
  },
  sv: {
    signIn: 'Logga in',
    signInFor: 'För att fortsätta till {app}',
    login: 'Användarnamn',
    password: 'Lösenord',
    enter: 'Logga in',
    cancel: 'Avbryt',
    wrong: 'Användarnamnet eller lösenordet stämmer inte. Kontrollera dem och försök igen.',
    consent: '{app} ber om åtkomst',
    asks: 'Programmet får se:',
    asksName: 'ditt namn',
    asksEmail: 'din e-postadress',
    allow: 'Tillåt',
    deny: 'Neka',
    demo: 'Demonstration',
    demoAbout: 'Detta är inte det riktiga {network}. Bara dessa påhittade personer kan logga in här:',
    brokenTitle: 'Så går det inte att logga in',
    broken: 'Länken är ofullständig eller redan använd. Gå tillbaka till programmet och börja om.',
    languages: 'Språk',
  },
};

/** Puts names into a text. */
export function fillText(text: string, names: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole);
}
