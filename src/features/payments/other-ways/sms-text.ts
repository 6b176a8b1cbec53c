import { moneyToPaste } from '#protocol/format/money.ts';

/**
 * The text that pays by SMS, as the operator's gateway takes it: keyword, number of a contract or card, roubles.
 *
 * @example smsText('ntvplus', '2256884759', 42500) // "ntvplus 2256884759 425"
 */
export function smsText(keyword: string, number: string, amountKopecks: number): string {
  return `${keyword} ${number} ${moneyToPaste(amountKopecks)}`;
}

/** The message as a link that a phone opens, ready to be sent (RFC 5724). */
export function smsUri(shortNumber: string, text: string): string {
  return `sms:${shortNumber}?body=${encodeURIComponent(text)}`;
}
