import { html, type Markup } from '../../../platform/http/html.ts';
import { demoWallets, type DemoWallet, type WalletMethod } from '../accounts.ts';
import { MAX_WRONG_ATTEMPTS } from '../order-book.ts';
import { action, cancelForm, demoBox, draw, fill, sumBox, type DrawnPage, type PageContext } from './frame.ts';

function demoAccounts(context: PageContext, method: WalletMethod): Markup {
  const { texts } = context;
  const kind = ({ blocked, balanceKopecks }: DemoWallet): string => {
    if (blocked) return texts.walletBlocked;
    return balanceKopecks < 1_000 ? texts.walletPoor : texts.walletPays;
  };
  return demoBox(
    context,
    html`<p>${texts.walletDemo}</p>
      <dl>
        ${demoWallets[method].map(
          (wallet) =>
            html`<dt>${texts.walletLogin[method]}: <code>${wallet.login}</code></dt>
              <dd>${texts.walletPassword}: <code>${wallet.password}</code> — ${kind(wallet)}</dd>`,
        )}
      </dl>`,
  );
}

/** @param wrong the login entered with a wrong password; null at first */
export function walletSignInPage(context: PageContext, method: WalletMethod, wrong: string | null): DrawnPage {
  const { row, texts, language } = context;
  const complaint =
    wrong === null
      ? ''
      : html`<p class="alert" role="alert" id="wrong">
          ${fill(texts.walletWrong, { left: MAX_WRONG_ATTEMPTS - row.wrong_tries })}
        </p>`;
  const described = wrong === null ? '' : html`aria-invalid="true" aria-describedby="wrong"`;
  const body = html`<section>
      <h1>${texts.walletTitle}</h1>
      ${sumBox(context)} ${complaint}
      <form method="post" action="${action(context)}">
        <div class="field">
          <label for="login">${texts.walletLogin[method]}</label>
          <input
            id="login"
            name="login"
            value="${wrong ?? ''}"
            autocomplete="username"
            autocapitalize="none"
            maxlength="80"
            required
            ${described}
          />
        </div>
        <div class="field">
          <label for="password">${texts.walletPassword}</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            maxlength="80"
            required
            ${described}
          />
        </div>
        <button name="act" value="sign-in">${texts.walletEnter}</button>
      </form>
      ${cancelForm(context)}
    </section>
    ${demoAccounts(context, method)}`;
  return draw({ look: method, language, title: texts.walletTitle, context, body });
}

/** Confirmation page: amount and wallet. */
export function walletConfirmPage(context: PageContext, method: WalletMethod, wallet: DemoWallet): DrawnPage {
  const { row, texts, money, language } = context;
  const title = fill(texts.walletConfirm, { login: wallet.login });
  const body = html`<section>
    <h1>${title}</h1>
    ${sumBox(context)}
    <p class="sum"><span>${texts.walletHolds}</span> <b>${money(wallet.balanceKopecks)}</b></p>
    <form method="post" action="${action(context)}">
      <button name="act" value="pay">${fill(texts.pay, { sum: money(row.amount_kopecks) })}</button>
    </form>
    ${cancelForm(context)}
  </section>`;
  return draw({ look: method, language, title, context, body });
}
