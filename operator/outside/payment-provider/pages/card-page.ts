import { html, type Markup } from '../../../platform/http/html.ts';
import { testCards, type CardFault } from '../card-rules.ts';
import { action, cancelForm, demoBox, draw, fill, sumBox, type DrawnPage, type PageContext } from './frame.ts';

/** Values shown again after invalid input. The security code is not among them. */
export interface CardAgain {
  readonly number: string;
  readonly expires: string;
  readonly faults: readonly CardFault[];
}

const nothingTyped: CardAgain = { number: '', expires: '', faults: [] };

interface FieldParts {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly value: string;
  /** Error message; null: valid. */
  readonly wrong: string | null;
  readonly autocomplete: string;
  readonly longest: number;
}

function field({ name, label, hint, value, wrong, autocomplete, longest }: FieldParts): Markup {
  const described = wrong === null ? (hint === null ? '' : `${name}-hint`) : `${name}-wrong`;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      value="${value}"
      inputmode="${name === 'expires' ? 'text' : 'numeric'}"
      autocomplete="${autocomplete}"
      maxlength="${longest}"
      required
      ${described === '' ? '' : html`aria-describedby="${described}"`}
      ${wrong === null ? '' : html`aria-invalid="true"`}
    />
    ${wrong === null ? '' : html`<p class="wrong" id="${name}-wrong">${wrong}</p>`}
    ${wrong === null && hint !== null ? html`<p id="${name}-hint">${hint}</p>` : ''}
  </div>`;
}

function groupsOfFour(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** Card form of the payment system. */
export function cardPage(context: PageContext, again: CardAgain = nothingTyped): DrawnPage {
  const { row, texts, money, language } = context;
  const wrong = (...faults: readonly CardFault[]): string | null => {
    const found = faults.find((one) => again.faults.includes(one));
    return found === undefined ? null : texts.cardFaults[found];
  };
  const body = html`<section>
      <h1>${texts.cardTitle}</h1>
      ${sumBox(context)}
      ${
        again.faults.length === 0
          ? ''
          : html`<div class="alert" role="alert">
              ${again.faults.map((one) => html`<p>${texts.cardFaults[one]}</p>`)}
            </div>`
      }
      <form method="post" action="${action(context)}">
        ${field({
          name: 'number',
          label: texts.cardNumber,
          hint: null,
          value: again.number,
          wrong: wrong('number', 'not-test'),
          autocomplete: 'cc-number',
          longest: 40,
        })}
        <div class="pair">
          ${field({
            name: 'expires',
            label: texts.cardExpires,
            hint: texts.cardExpiresHint,
            value: again.expires,
            wrong: wrong('expiry', 'expired'),
            autocomplete: 'cc-exp',
            longest: 12,
          })}
          ${field({
            name: 'code',
            label: texts.cardCode,
            hint: texts.cardCodeHint,
            value: '',
            wrong: wrong('code'),
            autocomplete: 'cc-csc',
            longest: 8,
          })}
        </div>
        ${row.save_card === 1 ? html`<p>${texts.cardSaved}</p>` : ''}
        <button name="act" value="pay">${fill(texts.pay, { sum: money(row.amount_kopecks) })}</button>
      </form>
      ${cancelForm(context)}
    </section>
    ${demoBox(
      context,
      html`<p>${texts.cardDemo}</p>
        <dl>
          ${testCards.map(
            ({ number, behaviour, brand }) =>
              html`<dt><code>${groupsOfFour(number)}</code></dt>
                <dd>${brand} — ${texts.cardDoes[behaviour]}</dd>`,
          )}
        </dl>`,
    )}`;
  return draw({ look: 'gate', language, title: texts.cardTitle, context, body });
}
