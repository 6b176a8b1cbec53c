import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import {
  refreshRequest,
  signInRequest,
  tokenGrant,
  unlockRequest,
  type SignInAnswer,
  type TokenGrant,
} from '#protocol/api/sessions.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../../platform/http/openapi.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import type { ProofDeps } from '../passwords/proof.ts';
import type { Sessions } from './sessions.ts';
import { signInResponses, signInStatus } from './sign-in-answer.ts';
import { callerOf } from '../../../platform/http/caller.ts';
import { unlock } from './unlock.ts';

const tags = ['accounts'];

/** Sign-in and refresh: the two doors that need no access token. */
export function doorRoutes(app: App, sessions: Sessions, limiters: Limiters): void {
  app.post(
    paths.sessions,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Sign in with e-mail and password.',
        description: 'Answers alike in body, status and time whether or not the address has an account.',
        security: [],
        body: signInRequest,
        response: {
          ...signInResponses,
          ...problems('sign-in-failed', 'sign-in-throttled', 'input-invalid', 'payload-too-large', 'storage-full'),
        },
      },
    },
    async (request, reply): Promise<SignInAnswer> => {
      const answer = await sessions.signIn(request.body);
      void reply.code(signInStatus(answer));
      return answer;
    },
  );
  app.post(
    paths.refresh,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Exchange the refresh token for a new pair.',
        description:
          'Each token is good once. An answer that got lost can be asked for again with the same token for a short time, as long as the pair in it was not used; any other second use ends the session.',
        security: [],
        body: refreshRequest,
        response: {
          200: tokenGrant,
          ...problems(
            'session-ended',
            'session-idle',
            'session-expired',
            'input-invalid',
            'payload-too-large',
            'storage-full',
          ),
        },
      },
    },
    (request): Promise<TokenGrant> => sessions.refresh(request.body.refreshToken),
  );
}

/** Sign-out and unlocking: routes behind sign-in. */
export function currentSessionRoutes(scope: App, sessions: Pick<Sessions, 'end'>, deps: ProofDeps): void {
  scope.delete(
    paths.currentSession,
    {
      schema: {
        tags,
        summary: 'Sign out: the session ends at once for every holder of its tokens.',
        security: bearer,
        response: { 204: z.undefined().describe('Signed out.'), ...problems(...signedInProblems, 'storage-full') },
      },
    },
    async (request, reply) => {
      await sessions.end(callerOf(request).sessionId, 'signed-out');
      return reply.code(204).send();
    },
  );
  scope.post(
    paths.unlock,
    {
      schema: {
        tags,
        summary: 'Whether this is the account’s password, for the lock of the program on one’s own computer.',
        security: bearer,
        body: unlockRequest,
        response: {
          204: z.undefined().describe('It is.'),
          ...problems(
            ...signedInProblems,
            'password-wrong',
            'password-throttled',
            'password-missing',
            'input-invalid',
            'payload-too-large',
            'storage-full',
          ),
        },
      },
    },
    async (request, reply) => {
      await unlock(deps, callerOf(request), request.body.password);
      return reply.code(204).send();
    },
  );
}
