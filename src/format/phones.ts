/**
 * A telephone number as people read it: a Russian one in its usual groups ("+7 900 555-01-42"). Any other stands as it
 * is: how its country groups it is not known here.
 *
 * @param e164 `+` and digits
 */
export function phoneText(e164: string): string {
  const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164);
  return russian ? `+7\u00a0${russian[1] ?? ''}\u00a0${russian.slice(2).join('-')}` : e164;
}

/**
 * What a person typed as E.164, or null when it can be no telephone number. Blanks, hyphens and brackets are as they
 * like; a Russian number may begin with 8 or 7 instead of +7 (the numbering plan of the operator's country), any other
 * with 00 instead of the plus.
 */
export function phoneFrom(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/[\s().\u2010-\u2015\u2212-]/g, '');
  const digits = plain.replace(/^\+/, '');
  if (!/^\d+$/.test(digits)) return null;
  if (!plain.startsWith('+')) {
    if (/^[78]\d{10}$/.test(digits)) return `+7${digits.slice(1)}`;
    if (/^9\d{9}$/.test(digits)) return `+7${digits}`;
    if (!digits.startsWith('00')) return null;
  }
  const number = plain.startsWith('+') ? digits : digits.slice(2);
  return /^[1-9]\d{10,14}$/.test(number) ? `+${number}` : null;
}
