import type { RegistrationWords } from './texts.en.ts';

/** Russian words of the registration. */
export const ru: RegistrationWords = {
  title: 'Регистрация',
  lead: 'Всего несколько строк — и кабинет ваш. Договор добавите потом.',
  emailHint: 'На этот адрес придёт письмо со ссылкой.',
  password: 'Пароль',
  consentHint: 'Это не обязательно. Отказаться можно в любой момент в настройках.',
  submit: 'Зарегистрироваться',
  submitting: 'Регистрируем',
};
