import type { ConsoleOrder } from '#protocol/api/console.ts';
import { consoleOperations } from '#protocol/api/console.ts';
import { fillPath, paths } from '#protocol/api/paths.ts';
import { html, type Markup } from '../../../platform/http/html.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { ConsolePage, PageContext } from './page.ts';
import { phoneInWords } from './phone-number.ts';
import { sendButton } from './pieces.ts';

/** Orders; null when the payment system is unavailable. */
export async function readOrders({ actions }: PageContext): Promise<ConsoleOrder[] | null> {
  try {
    return await actions.payments.orders();
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'payment-system-unavailable') return null;
    throw error;
  }
}

const signOf: Readonly<Record<ConsoleOrder['status'], 'on' | 'off' | 'wait'>> = {
  'awaiting-payer': 'wait',
  processing: 'wait',
  succeeded: 'on',
  declined: 'off',
  cancelled: 'off',
  expired: 'off',
  refunded: 'off',
};

function buttons({ words }: PageContext, order: ConsoleOrder, title: string): Markup {
  const { id } = order;
  const button = (name: string, label: string, template: string, body: object): Markup =>
    sendButton({
      key: `${name}-${id}`,
      label,
      send: `POST ${fillPath(template, { orderId: id })}`,
      body,
      about: title,
    });
  const offered: Markup[] = [];
  if (order.waitsForBank) {
    offered.push(
      button('bank-yes', words.bankYes, consoleOperations.answerByBank.path, { yes: true }),
      button('bank-no', words.bankNo, consoleOperations.answerByBank.path, { yes: false }),
    );
  }
  if (order.waitsForPhone) {
    offered.push(
      button('phone-yes', words.phoneYes, consoleOperations.answerByPhone.path, { yes: true }),
      button('phone-no', words.phoneNo, consoleOperations.answerByPhone.path, { yes: false }),
    );
  }
  if (order.status === 'succeeded')
    offered.push(button('refund', words.refund, consoleOperations.refundPayment.path, {}));
  return offered.length === 0 ? html`` : html`<div class="buttons">${offered}</div>`;
}

function fact(name: string, value: Markup | string): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function drawOrder(context: PageContext, order: ConsoleOrder): Markup {
  const { words, moment, money, profile, language } = context;
  const method = profile.payments.methods.find(({ id }) => id === order.method)?.name[language] ?? order.method;
  const title = `order-${order.id}`;
  return html`<li class="order">
    <div class="order-head">
      <h2 id="${title}">${words.paymentOf(money(order.amountKopecks), method)}</h2>
      <p class="mark ${signOf[order.status]}">${words.status[order.status]}</p>
    </div>
    <dl class="facts">
      ${fact(words.created, html`<time datetime="${order.createdAt}">${moment(order.createdAt)}</time>`)}
      ${order.phone === null ? html`` : fact(words.onPhone, phoneInWords(order.phone))}
      ${fact(words.payment, order.paymentId)} ${fact(words.order, order.id)}
    </dl>
    ${order.unsentWebhooks === 0 ? html`` : html`<p class="unsent">${words.unsent(order.unsentWebhooks)}</p>`}
    ${buttons(context, order, title)}
  </li>`;
}

/** Page of orders with the actions of bank, phone and operator. */
export const paymentsPage: ConsolePage = {
  path: paths.consolePaymentsPage,
  title: (words) => words.payments,
  sign: 'M3 6h18v12H3z M3 10h18 M7 15h4',
  async draw(context) {
    const { words } = context;
    const orders = await readOrders(context);
    return html`<p class="lead">${words.paymentsLead}</p>
      ${
        orders === null
          ? html`<p class="empty">${words.paymentsSilent}</p>`
          : orders.length === 0
            ? html`<p class="empty">${words.paymentsEmpty}</p>`
            : html`<ul class="card list">
                ${orders.map((order) => drawOrder(context, order))}
              </ul>`
      }`;
  },
};
