import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { oauth, oauthClientId, tokenForm } from '#protocol/api/identity.ts';
import { problemOf, sendProblem } from '../../../platform/http/error-handling.ts';
import { readFormsOnly, type FormFields } from '../../../platform/http/form-body.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import type { OauthDeps } from './oauth-deps.ts';
import { exchangeCode } from './tickets.ts';

/** Errors of the token endpoint (RFC 6749, 5.2). */
type TokenError = 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type';

function refuse(reply: FastifyReply, error: TokenError): FastifyReply {
  return reply
    .code(error === 'invalid_client' ? 401 : 400)
    .type('application/json')
    .send({ error });
}

/** The first error of a form, in the order of RFC 6749; null: it is valid. */
function faultOf(form: FormFields): TokenError | null {
  if (form['grant_type'] === undefined) return 'invalid_request';
  if (form['grant_type'] !== 'authorization_code') return 'unsupported_grant_type';
  if (form['client_id'] === undefined) return 'invalid_request';
  if (form['client_id'] !== oauthClientId) return 'invalid_client';
  const parsed = tokenForm.safeParse(form);
  if (parsed.success) return null;
  // A code in another format was never issued.
  const [first] = parsed.error.issues;
  return first?.path[0] === 'code' && form['code'] !== undefined ? 'invalid_grant' : 'invalid_request';
}

/**
 * The token endpoint. Its own scope, because it alone reads forms. A foreign page could send one too, but without a valid
 * code and its verifier; nor could it read the answer.
 */
export function tokenRoute(
  { db, clock, rules }: Pick<OauthDeps, 'db' | 'clock' | 'rules'>,
  limiters: Limiters,
): (app: FastifyInstance) => void {
  return (app) => {
    readFormsOnly(app);
    app.setErrorHandler((error: unknown, request, reply) => {
      const problem = problemOf(error);
      if (problem.code === 'input-invalid' || problem.code === 'payload-too-large') {
        return refuse(reply, 'invalid_request');
      }
      if (problem.code === 'service-failed') request.log.error({ err: error, code: problem.code }, 'request failed');
      return sendProblem(reply, problem);
    });
    app.addHook('onSend', (_request, reply, payload, next) => {
      void reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
      next(null, payload);
    });
    app.operation(
      oauth.token,
      async ({ body, reply, request }) => {
        const form = z.record(z.string(), z.string()).safeParse(request.body);
        const fault = form.success ? faultOf(form.data) : 'invalid_request';
        if (fault !== null) return refuse(reply, fault);
        const { code, redirect_uri: redirectUri, code_verifier: verifier } = body;
        const ticket = await exchangeCode(db, { code, redirectUri, verifier }, clock.now(), rules);
        if (ticket === null) return refuse(reply, 'invalid_grant');
        return {
          access_token: ticket,
          token_type: 'Bearer' as const,
          expires_in: Math.floor(rules.identityTicketMs / 1000),
          scope: 'identity' as const,
        };
      },
      { attachValidation: true, onRequest: limiters.signIn },
    );
  };
}
