import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** Decodes base32 (RFC 4648, section 6); accepts spaces, lower case and missing padding. */
export function base32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text.toUpperCase().replace(/[\s=]/g, '')) {
    const value = alphabet.indexOf(letter);
    if (value === -1) throw new Error('This is no base32.');
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}

/** A one-time code for an instant (RFC 6238: SHA-1, six digits, 30 s). */
export function totp(secret: Buffer, atMs: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / STEP_MS)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** An authenticator app that uses the service's clock. */
export class Authenticator {
  readonly #secret: Buffer;
  readonly #now: () => Promise<number>;

  /**
   * @param secret base32, as the program shows it
   * @param console the console whose clock is used
   */
  constructor(secret: string, console: { clock(): Promise<{ readonly now: string }> }) {
    this.#secret = base32(secret);
    this.#now = async () => Date.parse((await console.clock()).now);
  }

  /** The current code; `steps` shifts it by that many periods of 30 s. */
  async code(steps = 0): Promise<string> {
    return totp(this.#secret, (await this.#now()) + steps * STEP_MS);
  }

  /** Six digits that are no valid code now or in a neighbouring period. */
  async wrongCode(): Promise<string> {
    const near = await Promise.all([-2, -1, 0, 1, 2].map((steps) => this.code(steps)));
    for (let number = 0; ; number += 1) {
      const code = String(number).padStart(6, '0');
      if (!near.includes(code)) return code;
    }
  }
}
