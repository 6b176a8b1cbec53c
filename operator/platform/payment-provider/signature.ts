import { createHmac } from 'node:crypto';

/**
 * Computes the signature header: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`.
 *
 * @param now ms UTC
 */
export function signatureOf(secret: string, body: string, now: number): string {
  const seconds = Math.floor(now / 1_000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}
