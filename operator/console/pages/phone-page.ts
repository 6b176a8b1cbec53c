import type { ShortMessages } from '#protocol/http/console.ts';
import { paths } from '#protocol/http/paths.ts';
import { html, type Markup } from '../../http/html.ts';
import type { ConsolePage, PageContext } from './page.ts';

type Message = ShortMessages['messages'][number];

/** `+79161234567` as it is read: `+7 916 123-45-67`; other numbers as they are. */
export function phoneInWords(phone: string): string {
  return phone.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2-$3-$4');
}

/** Messages of each number, in the order in which the numbers come. */
function byPhone(messages: readonly Message[]): Map<string, Message[]> {
  const phones = new Map<string, Message[]>();
  for (const message of messages) phones.set(message.phone, [...(phones.get(message.phone) ?? []), message]);
  return phones;
}

function drawPhone({ profile, words, moment }: PageContext, phone: string, messages: readonly Message[]): Markup {
  const number = phoneInWords(phone);
  return html`<section class="phone" aria-label="${words.phoneOf(number)}">
    <p class="phone-number">${number}</p>
    <div class="phone-screen" role="group" aria-label="${number}" tabindex="0" data-key="${phone}">
      <p class="phone-sender">${profile.smsShortNumber}</p>
      <ol>
        ${messages.map(
          ({ at, text }) =>
            html`<li>
              <p class="bubble">${text}</p>
              <time datetime="${at}">${moment(at)}</time>
            </li>`,
        )}
      </ol>
    </div>
  </section>`;
}

/** What the SMS gateway sent, on the phones that have the numbers. */
export const phonePage: ConsolePage = {
  path: paths.consolePhonePage,
  title: (words) => words.phone,
  sign: 'M8 3h8v18H8z M11 18h2',
  async draw(context) {
    const { actions, words } = context;
    const phones = byPhone(await actions.messages());
    return html`<p class="lead">${words.phoneLead}</p>
      ${
        phones.size === 0
          ? html`<p class="empty">${words.phoneEmpty}</p>`
          : html`<div class="phones">
              ${[...phones].map(([phone, messages]) => drawPhone(context, phone, messages))}
            </div>`
      }`;
  },
};
