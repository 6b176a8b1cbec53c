import { html } from '../../../platform/http/html.ts';
import { MAX_WRONG_ATTEMPTS } from '../order-book.ts';
import {
  action,
  cancelForm,
  demoBox,
  draw,
  fill,
  sumBox,
  unbroken,
  watcher,
  type DrawnPage,
  type PageContext,
} from './frame.ts';

/** 3-D Secure page of the card's bank, for the code that it sent to the holder. */
export function bankPage(context: PageContext, code: string): DrawnPage {
  const { row, texts, money, language } = context;
  const wrong = row.wrong_tries > 0;
  const body = html`<section>
      <h1>${texts.bankTitle}</h1>
      <p>${fill(texts.bankLead, { mask: unbroken(row.card_mask ?? ''), sum: money(row.amount_kopecks) })}</p>
      ${
        wrong
          ? html`<p class="alert" role="alert" id="wrong">
              ${fill(texts.bankWrong, { left: MAX_WRONG_ATTEMPTS - row.wrong_tries })}
            </p>`
          : ''
      }
      <form method="post" action="${action(context)}">
        <div class="field">
          <label for="code">${texts.bankCode}</label>
          <input
            id="code"
            name="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength="12"
            required
            ${wrong ? html`aria-invalid="true" aria-describedby="wrong"` : ''}
          />
        </div>
        <button name="act" value="confirm">${texts.bankConfirm}</button>
      </form>
      ${cancelForm(context)}
    </section>
    ${demoBox(context, html`<p>${fill(texts.bankDemo, { code })}</p>`)}`;
  return draw({ look: 'bank', language, title: texts.bankTitle, context, body });
}

/** Page while the bank has not answered. Offers to cancel while that is possible. */
export function bankWaitPage(context: PageContext): DrawnPage {
  const { row, texts, language } = context;
  const body = html`<section>
      <h1>${texts.waitTitle}</h1>
      ${sumBox(context)}
      <p>${texts.waitLead}</p>
      ${watcher(context)}
      <a class="button" href="${row.return_url}">${texts.back}</a>
      ${row.status === 'awaiting-payer' ? cancelForm(context) : ''}
    </section>
    ${demoBox(context, html`<p>${texts.waitDemo}</p>`)}`;
  return draw({ look: 'gate', language, title: texts.waitTitle, context, body });
}
