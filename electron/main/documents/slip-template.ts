import type { Slip } from '#protocol/api/payments.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import { figuresOf, payeeText } from './figures.ts';
import { html, none, type Markup } from './markup.ts';
import { bankDigits, factRows, paper, type Paper } from './template.ts';
import { qrCode } from './qr.ts';
import { paperTexts, signature, slipLabels } from './texts.ts';

/**
 * The payment slip: the operator's requisites as a bank takes them, and the bank code of GOST R 56042-2014 exactly as the
 * service made it. The form is Russian, because banks read it; the payer's language stands beside.
 */
export function slipPaper(slip: Slip, profile: OperatorProfile, language: Language): Paper {
  const t = paperTexts[language];
  const { money } = figuresOf('ru', profile.timeZone);
  const { recipient } = slip;
  const label = (name: keyof typeof slipLabels): Markup => {
    const texts = slipLabels[name];
    return html`${texts.ru}${texts[language] === texts.ru ? none : html`<span class="other">${texts[language]}</span>`}`;
  };
  const rows: readonly (readonly [keyof typeof slipLabels, string | Markup])[] = [
    ['recipient', recipient.name],
    ['inn', recipient.inn],
    ['kpp', recipient.kpp],
    ['account', bankDigits(recipient.account)],
    ['bank', recipient.bank],
    ['bik', recipient.bik],
    ['correspondent', bankDigits(recipient.correspondentAccount)],
    ['purpose', slip.purpose],
    ['personal', payeeText(slip.contractNumber)],
    ['payer', slip.holder],
    ['address', slip.address],
    [
      'sum',
      slip.amountKopecks > 0
        ? html`<span class="sum">${money(slip.amountKopecks)}</span>`
        : html`<span class="open">&nbsp;</span> ₽`,
    ],
  ];
  const body = html`<h1>${t.slip}</h1>
    <p class="lead">${t.slipLead}</p>
    ${slip.amountKopecks > 0 ? none : html`<p class="lead">${t.slipOpen}</p>`}
    <section class="slip">
      <div class="code">
        ${qrCode(slip.qr, t.code)}
        <p class="small">${t.code}</p>
      </div>
      <div class="form">
        ${factRows(rows.map(([name, value]) => [label(name), value]))}
        <p class="sign small">${signature.ru}</p>
        ${language === 'ru' ? none : html`<p class="small">${signature[language]}</p>`}
      </div>
    </section>`;
  const title = `${t.slip}, ${t.contract.toLowerCase()} ${payeeText(slip.contractNumber)}`;
  return paper(profile, language, { title, foot: title, body });
}
