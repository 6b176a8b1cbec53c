import type { Receipt } from '#protocol/api/payments.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import { figuresOf, payeeText } from './figures.ts';
import { html } from './markup.ts';
import { factRows, paper, type Paper } from './template.ts';
import { paidBy, paperTexts } from './texts.ts';

/** The confirmation of a payment that was credited. */
export function receiptPaper(receipt: Receipt, profile: OperatorProfile, language: Language): Paper {
  const t = paperTexts[language];
  const say = figuresOf(language, profile.timeZone);
  const { payment } = receipt;
  const facts: readonly (readonly [string, string])[] = [
    [payment.payee.length === 12 ? t.card : t.payee, payeeText(payment.payee)],
    [t.holder, receipt.holderMasked],
    [t.amount, say.money(payment.amountKopecks)],
    [t.fee, payment.feeKopecks === 0 ? t.noFee : say.money(payment.feeKopecks)],
    [t.method, paidBy[payment.method][language]],
    ...(payment.cardMask === null ? [] : [[t.paidWith, payment.cardMask] as const]),
    [t.begun, say.moment(payment.createdAt)],
    [t.credited, payment.settledAt === null ? say.day(receipt.day) : say.moment(payment.settledAt)],
    [t.payment, payment.id],
  ];
  const title = `${t.receipt} № ${receipt.number}`;
  return paper(profile, language, {
    title,
    foot: title,
    body: html`<h1>${title}</h1>
      <p class="lead">${t.receiptLead}</p>
      ${factRows(facts)}`,
  });
}
