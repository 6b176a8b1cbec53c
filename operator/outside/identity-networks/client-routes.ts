import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { newToken } from '../../platform/crypto/tokens.ts';
import type { FormFields } from '../../platform/http/form-body.ts';
import { makeIdTokenKey } from './id-tokens.ts';
import { sameSecret, type NetworkParts } from './network-parts.ts';
import type { DemoPerson } from './people.ts';
import { shortLived } from './short-lived.ts';

const ACCESS_MS = 10 * 60_000;
const ID_TOKEN_S = 600;

/** Routes for the operator's service: metadata, token exchange and user info. */
export function clientRoutes(scope: FastifyInstance, { kind, client, time, origin, grants }: NetworkParts): void {
  const key = makeIdTokenKey();
  const persons = shortLived<DemoPerson>(ACCESS_MS, time);

  scope.post(kind.endpoints.token, (request, reply) => {
    const form = (request.body ?? {}) as FormFields;
    const refuse = (error: string, status = 400): FastifyReply => reply.code(status).send({ error });
    if (form['client_id'] !== client.id || !sameSecret(form['client_secret'] ?? '', client.secret)) {
      return refuse('invalid_client', 401);
    }
    if (form['grant_type'] !== 'authorization_code') return refuse('unsupported_grant_type');
    const grant = grants.take(form['code'] ?? '');
    if (grant === undefined || grant.request.redirectUri !== form['redirect_uri']) return refuse('invalid_grant');
    const { challenge, nonce } = grant.request;
    const proof = createHash('sha256')
      .update(form['code_verifier'] ?? '')
      .digest('base64url');
    if (challenge !== null && proof !== challenge) return refuse('invalid_grant');
    const accessToken = newToken();
    persons.put(accessToken, grant.person);
    const answer = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: ACCESS_MS / 1000,
      scope: kind.scope,
    };
    if (kind.speech === 'oauth') return reply.send(answer);
    const now = Math.floor(time() / 1000);
    const claims = { iss: origin(), aud: client.id, sub: grant.person.subject, iat: now, exp: now + ID_TOKEN_S };
    return reply.send({ ...answer, id_token: key.sign({ ...claims, ...(nonce === null ? {} : { nonce }) }) });
  });

  scope.get(kind.endpoints.person, (request, reply) => {
    const accessToken = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const person = persons.peek(accessToken);
    if (person === undefined) {
      void reply.header('www-authenticate', 'Bearer error="invalid_token"');
      return reply.code(401).send({ error: 'invalid_token' });
    }
    if (kind.speech === 'oauth') return reply.send({ uid: person.subject, name: person.name });
    const email = person.email === null ? {} : { email: person.email, email_verified: person.emailVerified };
    return reply.send({ sub: person.subject, name: person.name, ...email });
  });

  const metadata = (): Record<string, unknown> => ({
    issuer: origin(),
    authorization_endpoint: origin() + kind.endpoints.authorize,
    token_endpoint: origin() + kind.endpoints.token,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: kind.tellsIssuer,
  });
  if (kind.speech === 'oauth') {
    scope.get('/.well-known/oauth-authorization-server', (_request, reply) => reply.send(metadata()));
    return;
  }
  scope.get('/.well-known/openid-configuration', (_request, reply) =>
    reply.send({
      ...metadata(),
      userinfo_endpoint: origin() + kind.endpoints.person,
      jwks_uri: `${origin()}/keys`,
      scopes_supported: kind.scope.split(' '),
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    }),
  );
  scope.get('/keys', (_request, reply) => reply.send(key.keys));
}
