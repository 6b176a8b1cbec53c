import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { oauthClientId, oauthError, oauthTokenAnswer, tokenForm } from '#protocol/api/identity.ts';
import { paths } from '#protocol/api/paths.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { problemOf, sendProblem } from '../../../platform/http/error-handling.ts';
import { readFormsOnly, type FormFields } from '../../../platform/http/form-body.ts';
import { problems } from '../../../platform/http/openapi.ts';
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

/** What is wrong with a form, in the order in which RFC 6749 would have it noticed; null: nothing. */
function faultOf(form: FormFields): TokenError | null {
  if (form['grant_type'] === undefined) return 'invalid_request';
  if (form['grant_type'] !== 'authorization_code') return 'unsupported_grant_type';
  if (form['client_id'] === undefined) return 'invalid_request';
  if (form['client_id'] !== oauthClientId) return 'invalid_client';
  const parsed = tokenForm.safeParse(form);
  if (parsed.success) return null;
  // A code of another form than ours is one that we never gave.
  const [first] = parsed.error.issues;
  return first?.path[0] === 'code' && form['code'] !== undefined ? 'invalid_grant' : 'invalid_request';
}

/**
 * `POST /oauth/token`: a scope of its own, because it alone reads forms. A foreign page could send one too, but not
 * with a code and its verifier; nor could it read the answer.
 */
export async function tokenRoute(app: App, { db, clock, rules }: OauthDeps, limiters: Limiters): Promise<void> {
  await app.register((scope: App, _options, done) => {
    readFormsOnly(scope);
    scope.setErrorHandler((error: unknown, request, reply) => {
      const problem = problemOf(error);
      if (problem.code === 'input-invalid' || problem.code === 'payload-too-large') {
        return refuse(reply, 'invalid_request');
      }
      if (problem.code === 'service-failed') request.log.error({ err: error, code: problem.code }, 'request failed');
      return sendProblem(reply, problem);
    });
    scope.addHook('onSend', (_request, reply, payload, next) => {
      void reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
      next(null, payload);
    });
    scope.post(
      paths.oauthToken,
      {
        onRequest: limiters.signIn,
        attachValidation: true,
        schema: {
          tags: ['social sign-in'],
          summary: 'Exchange the code for an identity ticket (RFC 6749, 4.1.3, with PKCE).',
          description:
            'A code is looked at once. A second time withdraws the ticket that the first one brought. Errors are those of RFC 6749, 5.2.',
          security: [],
          consumes: ['application/x-www-form-urlencoded'],
          body: tokenForm,
          response: {
            ...problems('storage-full'),
            200: oauthTokenAnswer,
            400: oauthError,
            401: oauthError,
          },
        },
      },
      async (request, reply) => {
        const form = z.record(z.string(), z.string()).safeParse(request.body);
        const fault = form.success ? faultOf(form.data) : 'invalid_request';
        if (fault !== null) return refuse(reply, fault);
        const { code, redirect_uri: redirectUri, code_verifier: verifier } = request.body;
        const ticket = await exchangeCode(db, { code, redirectUri, verifier }, clock.now(), rules);
        if (ticket === null) return refuse(reply, 'invalid_grant');
        return reply.send({
          access_token: ticket,
          token_type: 'Bearer',
          expires_in: Math.floor(rules.identityTicketMs / 1000),
          scope: 'identity',
        });
      },
    );
    done();
  });
}
