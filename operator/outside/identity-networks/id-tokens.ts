import { generateKeyPairSync, randomUUID, sign, type JsonWebKey } from 'node:crypto';

/** A network's signing key for ID tokens; generated at each start. */
export interface IdTokenKey {
  /** The public key set (RFC 7517). */
  readonly keys: { readonly keys: readonly JsonWebKey[] };
  /** Signs an ID token (OpenID Connect Core, 2; ES256). */
  sign(claims: Readonly<Record<string, string | number | boolean>>): string;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function makeIdTokenKey(): IdTokenKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  return {
    keys: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' }] },
    sign(claims) {
      const content = `${part({ alg: 'ES256', typ: 'JWT', kid })}.${part(claims)}`;
      const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${content}.${signature.toString('base64url')}`;
    },
  };
}
