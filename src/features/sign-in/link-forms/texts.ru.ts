import type { LinkFormsWords } from './texts.en.ts';

/** Russian words of the forms that links from letters open. */
export const ru: LinkFormsWords = {
  confirmTitle: 'Остался один шаг',
  confirmLead: 'Введите пароль, который вы выбрали при регистрации, — и вы в кабинете.',
  confirmPassword: 'Ваш пароль',
  confirmSubmit: 'Подтвердить и войти',
  resetTitle: 'Новый пароль',
  resetLead: 'На всех устройствах вход завершится: войти сможет только тот, кто знает новый пароль.',
  resetPassword: 'Новый пароль',
  resetSubmit: 'Установить пароль',
  resetSubmitting: 'Устанавливаем пароль',
  resetDone: 'Новый пароль установлен',
  emailTitle: 'Подтвердите новый адрес почты',
  emailLead: 'После этого входить нужно будет с адресом, на который пришло письмо.',
  emailSubmit: 'Подтвердить адрес',
  emailSubmitting: 'Подтверждаем',
  emailDone: 'Новый адрес действует',
  emailDoneLead: 'Теперь входите с ним.',
  emailDead: 'Адрес остался прежним. Сменить его можно заново в разделе «Безопасность».',
  toSecurity: 'Открыть «Безопасность»',
  signInFirst: 'Перейти ко входу',
  deadTitle: 'Ссылка больше не действует',
  goOn: 'Дальше',
};
