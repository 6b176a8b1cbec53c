import type { ConsoleOrder, ShortMessages } from '#protocol/api/console.ts';
import { consoleOperations } from '#protocol/api/console.ts';
import { fillPath, paths } from '#protocol/api/paths.ts';
import { html, type Markup } from '../../../platform/http/html.ts';
import type { ConsolePage, PageContext } from './page.ts';
import { readOrders } from './payments-page.ts';
import { phoneInWords } from './phone-number.ts';
import { sendButton } from './pieces.ts';

type Message = ShortMessages['messages'][number];

/** Content of one phone. */
interface Phone {
  readonly number: string;
  /** Oldest first. */
  readonly messages: Message[];
  /** Payments from its account that wait for confirmation. */
  readonly asked: ConsoleOrder[];
}

/** Phones with content, most recent first. */
function phonesOf(messages: readonly Message[], waiting: readonly ConsoleOrder[]): Phone[] {
  const phones = new Map<string, Phone>();
  const phone = (number: string): Phone => {
    const found = phones.get(number) ?? { number, messages: [], asked: [] };
    phones.set(number, found);
    return found;
  };
  for (const order of waiting) if (order.phone !== null) phone(order.phone).asked.push(order);
  for (const message of messages) phone(message.phone).messages.unshift(message);
  return [...phones.values()];
}

/** A question with yes and no. */
function drawQuestion(order: ConsoleOrder, text: string, yes: string, no: string): Markup {
  const about = `asked-${order.id}`;
  const send = `POST ${fillPath(consoleOperations.answerByPhone.path, { orderId: order.id })}`;
  return html`<div class="question">
    <p id="${about}">${text}</p>
    <div class="buttons">
      ${sendButton({ key: `yes-${order.id}`, label: yes, send, body: { yes: true }, about, first: true })}
      ${sendButton({ key: `no-${order.id}`, label: no, send, body: { yes: false }, about })}
    </div>
  </div>`;
}

/** The sender is visible from the layout; screen readers get it as text. */
function drawMessage({ words, moment, profile }: PageContext, { direction, at, text }: Message): Markup {
  return html`<li class="${direction}">
    <span class="unseen">${direction === 'in' ? words.mine : `${profile.smsShortNumber}:`}</span>
    <p class="bubble">${text}</p>
    <time datetime="${at}">${moment(at)}</time>
  </li>`;
}

function drawPhone(context: PageContext, { number, messages, asked }: Phone): Markup {
  const { profile, words, money } = context;
  const read = phoneInWords(number);
  return html`<section class="phone" aria-label="${words.phoneOf(read)}">
    <p class="phone-number">${read}</p>
    <div class="phone-body">
      <p class="phone-sender">${profile.smsShortNumber}</p>
      <div class="phone-screen" role="group" aria-label="${read}" tabindex="0" data-key="${number}">
        <ol>
          ${messages.map((message) => drawMessage(context, message))}
        </ol>
      </div>
      ${asked.map((order) => drawQuestion(order, words.mobileAsk(money(order.amountKopecks)), words.yes, words.no))}
      <form data-form="POST ${consoleOperations.receiveMessage.path}" data-once="messageId" data-key="form-${number}">
        <input type="hidden" name="phone" value="${number}" />
        <input
          name="text"
          aria-label="${words.messageText(profile.smsShortNumber)}"
          data-key="text-${number}"
          maxlength="500"
          autocomplete="off"
          required
        />
        <button data-key="send-${number}">${words.send}</button>
      </form>
    </div>
  </section>`;
}

function drawFreeForm({ profile, words }: PageContext): Markup {
  const example = `${profile.smsKeyword} 1234567890 500`;
  return html`<section class="card" aria-labelledby="another-phone">
    <h2 id="another-phone">${words.writeTo(profile.smsShortNumber)}</h2>
    <form
      class="fields"
      data-form="POST ${consoleOperations.receiveMessage.path}"
      data-once="messageId"
      data-key="another-phone-form"
    >
      <p class="field">
        <label for="another-number">${words.phoneNumber}</label>
        <input
          id="another-number"
          name="phone"
          type="tel"
          data-key="another-number"
          data-plain
          pattern="\\+[0-9 \\(\\)\\-]{10,24}"
          title="${words.phoneNumberHint}"
          aria-describedby="another-number-hint"
          autocomplete="off"
          required
        />
        <span class="hint" id="another-number-hint">${words.phoneNumberHint}</span>
      </p>
      <p class="field wide">
        <label for="another-text">${words.messageText(profile.smsShortNumber)}</label>
        <input
          id="another-text"
          name="text"
          data-key="another-text"
          maxlength="500"
          aria-describedby="another-text-hint"
          autocomplete="off"
          required
        />
        <span class="hint" id="another-text-hint">${words.messageHint(example)}</span>
      </p>
      <button data-key="another-send">${words.send}</button>
    </form>
  </section>`;
}

function drawCodes({ words, money }: PageContext, codes: readonly ConsoleOrder[]): Markup {
  if (codes.length === 0) return html``;
  return html`<section class="card" aria-labelledby="sbp-codes">
    <h2 id="sbp-codes">${words.sbpTitle}</h2>
    <p class="lead">${words.sbpLead}</p>
    ${codes.map((order) => drawQuestion(order, words.sbpAsk(money(order.amountKopecks)), words.pay, words.refuse))}
  </section>`;
}

/** Page of phones: SMS in both directions, forms to send one, and payment confirmations. */
export const phonePage: ConsolePage = {
  path: paths.consolePhonePage,
  title: (words) => words.phone,
  sign: 'M8 3h8v18H8z M11 18h2',
  async draw(context) {
    const { actions, words } = context;
    const orders = await readOrders(context);
    const waiting = (orders ?? []).filter(({ waitsForPhone }) => waitsForPhone);
    const phones = phonesOf(
      await actions.messages(),
      waiting.filter(({ method }) => method === 'mobile'),
    );
    return html`<p class="lead">${words.phoneLead}</p>
      ${orders === null ? html`<p class="notice">${words.paymentsSilent}</p>` : html``}
      ${drawCodes(
        context,
        waiting.filter(({ method }) => method !== 'mobile'),
      )}
      ${drawFreeForm(context)}
      ${
        phones.length === 0
          ? html`<p class="empty">${words.phoneEmpty}</p>`
          : html`<div class="phones">${phones.map((phone) => drawPhone(context, phone))}</div>`
      }`;
  },
};
