import { encode } from 'uqr';
import { html, type Markup } from '../../../platform/http/html.ts';
import {
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

/** Masks a phone number, `+7 900 ••• •• 42`. */
function maskedPhone(phone: string): string {
  return unbroken(`${phone.slice(0, -10)} ${phone.slice(-10, -7)} ••• •• ${phone.slice(-2)}`);
}

/** Page of the phone operator, waiting for confirmation on the phone. */
export function phonePage(context: PageContext): DrawnPage {
  const { row, texts, money, language } = context;
  const remains = row.must_remain_kopecks ?? 0;
  const phone = maskedPhone(row.phone ?? '');
  const body = html`<section>
      <h1>${texts.phoneTitle}</h1>
      ${sumBox(context)}
      <p>${fill(texts.phoneLead, { phone, sum: money(row.amount_kopecks) })}</p>
      ${remains > 0 ? html`<p>${fill(texts.phoneRemains, { sum: money(remains) })}</p>` : ''} ${watcher(context)}
      ${cancelForm(context)}
    </section>
    ${demoBox(context, html`<p>${texts.phoneDemo}</p>`)}`;
  return draw({ look: 'mobile', language, title: texts.phoneTitle, context, body });
}

/** QR code with the required quiet zone of four modules (ISO/IEC 18004, 6.3.8). */
function qrCode(text: string, label: string): Markup {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data
    .flatMap((line, y) => line.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .filter((one) => one !== '')
    .join('');
  return html`<svg
    class="qr"
    viewBox="0 0 ${size} ${size}"
    role="img"
    aria-label="${label}"
    shape-rendering="crispEdges"
  >
    <path d="${path}" />
  </svg>`;
}

/** Page of the fast payment system: a QR code for any bank's app. */
export function sbpPage(context: PageContext): DrawnPage {
  const { row, texts, money, language } = context;
  const payload = row.sbp_payload ?? '';
  const body = html`<section>
      <h1>${texts.sbpTitle}</h1>
      ${sumBox(context)}
      <p>${texts.sbpLead}</p>
      ${qrCode(payload, fill(texts.sbpCode, { sum: money(row.amount_kopecks) }))}
      <dl>
        <dt>${texts.sbpText}</dt>
        <dd><code>${payload}</code></dd>
      </dl>
      ${watcher(context)} ${cancelForm(context)}
    </section>
    ${demoBox(context, html`<p>${texts.sbpDemo}</p>`)}`;
  return draw({ look: 'sbp', language, title: texts.sbpTitle, context, body });
}
