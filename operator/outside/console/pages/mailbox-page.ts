import type { CaughtLetters } from '#protocol/api/console.ts';
import { consoleOperations } from '#protocol/api/console.ts';
import { fillPath, paths } from '#protocol/api/paths.ts';
import { html, type Markup } from '../../../platform/http/html.ts';
import type { ConsolePage, PageContext } from './page.ts';
import { stateRow } from './pieces.ts';

/** Path of the page of one message. */
export const messagePagePath = `${paths.consoleMailboxPage}/:letterId`;

function serverState({ actions, words }: PageContext): Markup {
  const state = actions.mailServer();
  if (state === 'elsewhere') return html`<p class="state">${words.mailboxElsewhere}</p>`;
  const down = state === 'down';
  return stateRow({
    key: 'mail-fault',
    bad: down,
    text: down ? words.mailDown : words.mailUp,
    button: down ? words.mailMend : words.mailBreak,
    send: `PUT ${consoleOperations.setMailFault.path}`,
    body: { down: !down },
  });
}

function row({ moment }: PageContext, letter: CaughtLetters['letters'][number]): Markup {
  const address = fillPath(messagePagePath, { letterId: letter.id });
  return html`<li>
    <a class="letter-row" href="${address}" data-key="${letter.id}">
      <span class="subject" ${letter.language === null ? html`` : html`lang="${letter.language}"`}
        >${letter.subject}</span
      >
      <span class="recipient">${letter.to}</span>
      <time datetime="${letter.at}">${moment(letter.at)}</time>
    </a>
  </li>`;
}

/** Mailbox page: all messages of the mail catcher, and the mail server's fault switch. */
export const mailboxPage: ConsolePage = {
  path: paths.consoleMailboxPage,
  title: (words) => words.mailbox,
  sign: 'M4 6h16v12H4z M4 7l8 6 8-6',
  async draw(context) {
    const { actions, words } = context;
    const letters = await actions.receivedMail();
    return html`<p class="lead">${words.mailboxLead}</p>
      ${serverState(context)}
      ${
        letters.length === 0
          ? html`<p class="empty">${words.mailboxEmpty}</p>`
          : html`<ul class="card list">
              ${letters.map((letter) => row(context, letter))}
            </ul>`
      }`;
  },
};
