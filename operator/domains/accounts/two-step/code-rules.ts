/** Crockford's base 32 in lower case: no i, l, o and u, which are taken for 1, 1, 0 and v. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RECOVERY_CHARACTERS = 8;
/** Random bytes in a recovery code: eight characters of five bits. */
export const RECOVERY_BYTES = 5;

const APP_CODE = /^\d{6}$/;
const RECOVERY_CODE = new RegExp(`^[${ALPHABET}]{${RECOVERY_CHARACTERS}}$`);
/** Blanks, hyphens of any length, and marks that pasting brings along unseen. */
const BETWEEN = /[\s\p{Pd}\p{Cf}\u2212]/gu;

/** What is typed for a character of ours: letters that are left out, and Cyrillic ones that look like ours. */
const alike = new Map([
  ...Object.entries({ o: '0', i: '1', l: '1' }),
  ...Object.entries({ а: 'a', в: 'b', с: 'c', е: 'e', н: 'h', к: 'k', м: 'm', о: '0', р: 'p', т: 't', у: 'y', х: 'x' }),
  ...Object.entries({ і: '1', ѕ: 's', ј: 'j' }),
]);

/** A code typed at the second step. */
export type TypedCode =
  | { readonly kind: 'app'; readonly code: string }
  | { readonly kind: 'recovery'; readonly code: string }
  /** Neither; it cannot fit. */
  | { readonly kind: 'neither' };

/** Tells six digits of the authenticator app from a recovery code, with blanks, hyphens and case as the person likes. */
export function readCode(typed: string): TypedCode {
  const plain = typed.normalize('NFKC').toLowerCase().replace(BETWEEN, '');
  const code = Array.from(plain, (character) => alike.get(character) ?? character).join('');
  if (APP_CODE.test(code)) return { kind: 'app', code };
  if (RECOVERY_CODE.test(code)) return { kind: 'recovery', code };
  return { kind: 'neither' };
}

/** The recovery code of five random bytes, without its hyphen: each of the 2^40 has its own. */
export function recoveryCodeOf(bytes: Uint8Array): string {
  let rest = bytes.reduce((number, byte) => number * 256 + byte, 0);
  let code = '';
  for (let i = 0; i < RECOVERY_CHARACTERS; i += 1) {
    code = `${ALPHABET[rest % 32] ?? ''}${code}`;
    rest = Math.floor(rest / 32);
  }
  return code;
}

/** As it is shown: `xxxx-xxxx`. */
export function shownRecoveryCode(code: string): string {
  return `${code.slice(0, RECOVERY_CHARACTERS / 2)}-${code.slice(RECOVERY_CHARACTERS / 2)}`;
}
