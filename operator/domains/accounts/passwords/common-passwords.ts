import { brotliDecompressSync } from 'node:zlib';
import { packedCommonPasswords } from './common-passwords-packed.ts';

let unpacked: ReadonlySet<string> | null = null;

/**
 * The 3,000 commonest passwords that are long enough to be taken otherwise (OWASP ASVS 5, 6.2.4), lower case. The
 * commonest of all are shorter than any profile allows; counting them would leave hardly any that matters.
 * Unpacked when first asked for.
 */
export function commonPasswords(): ReadonlySet<string> {
  unpacked ??= new Set(brotliDecompressSync(Buffer.from(packedCommonPasswords, 'base64')).toString('utf8').split('\n'));
  return unpacked;
}
