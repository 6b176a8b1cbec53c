import { assertNever } from '#protocol/assert-never.ts';
import type { Language } from '#protocol/primitives.ts';
import { html, page, pagePolicy, styleOf } from '../../../platform/http/html.ts';

/** Why the browser ends up with the operator instead of the program. */
export type BrokerPage = 'request-invalid' | 'network-absent' | 'attempt-over' | 'origin-unknown';

interface PageTexts {
  readonly title: string;
  readonly happened: string;
  readonly todo: string;
}

const style = styleOf(`
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f5f6f8;color:#16191d;
font:17px/1.5 system-ui,sans-serif}
main{max-width:520px;margin:24px;padding:32px;border-radius:16px;background:#fff;box-shadow:0 2px 12px #0001}
h1{margin:0 0 12px;font-size:24px;line-height:1.25}
p{margin:0 0 12px}p:last-child{margin:0}
.todo{font-weight:600}
@media (prefers-color-scheme:dark){body{background:#111417;color:#eceff2}main{background:#1c2126}}`);

/** The policy that the pages are sent with. */
export const brokerPagePolicy = pagePolicy(style);

const texts: Readonly<Record<Language, Readonly<Record<BrokerPage, PageTexts>>>> = {
  ru: {
    'request-invalid': {
      title: 'Ссылка для входа неверна',
      happened: 'Эту ссылку составила не программа «Плюс Кабинет», или она повреждена. Никто никуда не вошёл.',
      todo: 'Вернитесь в программу и начните вход ещё раз.',
    },
    'network-absent': {
      title: 'Через эту сеть не войти',
      happened: 'Оператор сейчас не предлагает вход через эту социальную сеть. Никто никуда не вошёл.',
      todo: 'Вернитесь в программу и выберите другой способ входа.',
    },
    'attempt-over': {
      title: 'Эта попытка входа закончилась',
      happened:
        'Прошло больше времени, чем отведено на вход, или эта страница уже была открыта. Повторно она ничего не делает.',
      todo: 'Вернитесь в программу. Если вход не состоялся, начните его ещё раз.',
    },
    'origin-unknown': {
      title: 'Вход через социальные сети не настроен',
      happened: 'Оператор не указал адрес, по которому сеть вернёт вас обратно. Никто никуда не вошёл.',
      todo: 'Вернитесь в программу и выберите другой способ входа.',
    },
  },
  en: {
    'request-invalid': {
      title: 'This sign-in link is not right',
      happened: 'The link was not made by the program Plus Cabinet, or it is damaged. Nobody was signed in.',
      todo: 'Go back to the program and start again.',
    },
    'network-absent': {
      title: 'This network cannot be used to sign in',
      happened: 'The operator does not offer signing in through this social network now. Nobody was signed in.',
      todo: 'Go back to the program and choose another way to sign in.',
    },
    'attempt-over': {
      title: 'This attempt to sign in is over',
      happened:
        'It took longer than signing in may take, or this page was opened before. A second time it does nothing.',
      todo: 'Go back to the program. If you are not signed in there, start again.',
    },
    'origin-unknown': {
      title: 'Signing in through social networks is not set up',
      happened: 'The operator has not set the address to which a network sends you back. Nobody was signed in.',
      todo: 'Go back to the program and choose another way to sign in.',
    },
  },
  sv: {
    'request-invalid': {
      title: 'Inloggningslänken stämmer inte',
      happened: 'Länken är inte gjord av programmet Plus Cabinet eller är skadad. Ingen har loggats in.',
      todo: 'Gå tillbaka till programmet och börja om.',
    },
    'network-absent': {
      title: 'Det går inte att logga in med detta nätverk',
      happened: 'Operatören erbjuder just nu inte inloggning med detta sociala nätverk. Ingen har loggats in.',
      todo: 'Gå tillbaka till programmet och välj ett annat sätt att logga in.',
    },
    'attempt-over': {
      title: 'Detta inloggningsförsök är slut',
      happened:
        'Det tog längre tid än en inloggning får ta, eller så har sidan redan öppnats. En andra gång gör den inget.',
      todo: 'Gå tillbaka till programmet. Börja om ifall du inte är inloggad där.',
    },
    'origin-unknown': {
      title: 'Inloggning med sociala nätverk är inte inställd',
      happened: 'Operatören har inte angett adressen som nätverket skickar dig tillbaka till. Ingen har loggats in.',
      todo: 'Gå tillbaka till programmet och välj ett annat sätt att logga in.',
    },
  },
};

/** Status of a page. */
export function brokerPageStatus(about: BrokerPage): number {
  switch (about) {
    case 'request-invalid':
    case 'attempt-over':
      return 400;
    case 'network-absent':
      return 404;
    case 'origin-unknown':
      return 503;
    default:
      return assertNever(about);
  }
}

/** A page that says why nobody was sent on, and what to do. It repeats nothing of the request. */
export function brokerPage(about: BrokerPage, language: Language): string {
  const { title, happened, todo } = texts[language][about];
  const body = html`<main>
    <h1>${title}</h1>
    <p>${happened}</p>
    <p class="todo">${todo}</p>
  </main>`;
  return page({ language, title: `${title} · Plus Cabinet`, style, body });
}
