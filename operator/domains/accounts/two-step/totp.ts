import { Secret, TOTP } from 'otpauth';

/** What every authenticator app understands (Key Uri Format): SHA-1, six digits, steps of 30 s. */
const standard = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const STEP_MS = standard.period * 1_000;
/** Clocks of phones differ: the step before and the one after count too (RFC 6238, 5.2). */
const STEPS_ASIDE = 1;
/** RFC 4226, 4, R6 recommends 160 bits. */
const SECRET_BYTES = 20;

/** A new secret, base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** `otpauth://totp/…` for the QR code: whose account it is (`label`), and at whom (`issuer`). */
export function totpUri(secret: string, issuer: string, label: string): string {
  return new TOTP({ ...standard, secret, issuer, label }).toString();
}

/**
 * The time step (RFC 6238, 4.2) that the code belongs to; null when it does not fit now.
 *
 * @param code six digits
 * @param now ms UTC by the service's clock
 */
export function totpStep(secret: string, code: string, now: number): number | null {
  const delta = new TOTP({ ...standard, secret }).validate({ token: code, timestamp: now, window: STEPS_ASIDE });
  return delta === null ? null : Math.floor(now / STEP_MS) + delta;
}
