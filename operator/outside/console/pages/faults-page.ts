import { consoleOperations } from '#protocol/api/console.ts';
import { fillPath, paths } from '#protocol/api/paths.ts';
import type { PaymentMethod } from '#protocol/api/payments.ts';
import { html, type Markup } from '../../../platform/http/html.ts';
import type { ConsolePage, PageContext } from './page.ts';
import { sendButton, stateRow } from './pieces.ts';

function section(id: string, title: string, content: Markup | readonly Markup[]): Markup {
  return html`<section class="faults" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;
}

function paymentSystem({ actions, words }: PageContext): Markup {
  const fault = actions.payments.paymentFault();
  const send = `PUT ${consoleOperations.setPaymentSystemFault.path}`;
  return section('payment-system', words.paymentSystem, [
    stateRow({
      key: 'payment-down',
      bad: fault.down,
      text: fault.down ? words.paymentDown : words.paymentUp,
      button: fault.down ? words.mailMend : words.mailBreak,
      send,
      body: { ...fault, down: !fault.down },
    }),
    stateRow({
      key: 'webhooks-lost',
      bad: fault.lostWebhooks,
      text: fault.lostWebhooks ? words.webhooksLost : words.webhooksSent,
      button: fault.lostWebhooks ? words.loseNot : words.lose,
      send,
      body: { ...fault, lostWebhooks: !fault.lostWebhooks },
    }),
    stateRow({
      key: 'webhooks-doubled',
      bad: fault.doubledWebhooks,
      text: fault.doubledWebhooks ? words.webhooksDoubled : words.webhooksOnce,
      button: fault.doubledWebhooks ? words.doubleNot : words.double,
      send,
      body: { ...fault, doubledWebhooks: !fault.doubledWebhooks },
    }),
  ]);
}

function methods({ profile, words, language }: PageContext, off: ReadonlySet<PaymentMethod>): Markup {
  return section(
    'methods',
    words.methods,
    profile.payments.methods.map(({ id, name }) => {
      const bad = off.has(id);
      return stateRow({
        key: `method-${id}`,
        bad,
        text: (bad ? words.methodOff : words.methodOn)(name[language]),
        button: bad ? words.mailMend : words.mailBreak,
        send: `PUT ${fillPath(consoleOperations.setPaymentMethodFault.path, { method: id })}`,
        body: { off: !bad },
      });
    }),
  );
}

function mail({ actions, words }: PageContext): Markup {
  const state = actions.mailServer();
  const down = state === 'down';
  return section(
    'mail',
    words.mail,
    state === 'elsewhere'
      ? html`<p class="state">${words.mailboxElsewhere}</p>`
      : stateRow({
          key: 'mail-fault',
          bad: down,
          text: down ? words.mailDown : words.mailUp,
          button: down ? words.mailMend : words.mailBreak,
          send: `PUT ${consoleOperations.setMailFault.path}`,
          body: { down: !down },
        }),
  );
}

function networks({ actions, profile, words, language }: PageContext): Markup {
  return section(
    'networks',
    words.networks,
    profile.identityProviders.map(({ id, name }) => {
      const down = actions.networkDown(id);
      return stateRow({
        key: `network-${id}`,
        bad: down,
        text: (down ? words.networkOff : words.networkOn)(name[language]),
        button: down ? words.mailMend : words.mailBreak,
        send: `PUT ${fillPath(consoleOperations.setIdentityProviderFault.path, { provider: id })}`,
        body: { down: !down },
      });
    }),
  );
}

/** `per`: field units per API unit (100 for a share shown in percent). */
function field(name: string, label: string, value: number, max: number, per: number): Markup {
  return html`<p class="field">
    <label for="line-${name}">${label}</label>
    <input
      id="line-${name}"
      name="${name}"
      type="number"
      data-key="line-${name}"
      data-per="${per}"
      min="0"
      max="${max}"
      step="1"
      value="${Math.round(value * per)}"
      required
    />
  </p>`;
}

function line({ actions, words }: PageContext): Markup {
  const fault = actions.connection.get();
  const bad = fault.delayMs > 0 || fault.failShare > 0 || fault.cutShare > 0;
  const send = `PUT ${consoleOperations.setConnectionFault.path}`;
  const none = { delayMs: 0, failShare: 0, cutShare: 0 };
  return section(
    'line',
    words.line,
    html`<form class="card" data-form="${send}" data-key="line-form">
      <div class="state ${bad ? 'off' : 'on'}"><p>${bad ? words.lineDown : words.lineUp}</p></div>
      <p class="hint">${words.lineLead}</p>
      <div class="fields">
        ${field('delayMs', words.delay, fault.delayMs, 10_000, 1)}
        ${field('failShare', words.failShare, fault.failShare, 100, 100)}
        ${field('cutShare', words.cutShare, fault.cutShare, 100, 100)}
      </div>
      <div class="buttons">
        <button class="first" data-key="line-apply">${words.apply}</button>
        ${sendButton({ key: 'line-mend', label: words.mend, send, body: none, clears: true })}
      </div>
    </form>`,
  );
}

/** Page that switches faults of external systems. */
export const faultsPage: ConsolePage = {
  path: paths.consoleFaultsPage,
  title: (words) => words.faults,
  sign: 'M12 4l9 16H3z M12 10v4 M12 17v.5',
  async draw(context) {
    const off = await context.actions.payments.methodsOff();
    return html`<p class="lead">${context.words.faultsLead}</p>
      ${paymentSystem(context)} ${methods(context, off)} ${mail(context)} ${networks(context)} ${line(context)}`;
  },
};
