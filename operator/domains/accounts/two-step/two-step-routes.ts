import { paths } from '#protocol/api/paths.ts';
import { tokenGrant, twoStepSignInRequest, type TokenGrant } from '#protocol/api/sessions.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { problems } from '../../../platform/http/openapi.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import type { ProofDeps } from '../passwords/proof.ts';
import { createSecondStep } from './second-step.ts';

const tags = ['accounts'];

/** The second step of signing in: a door that needs no access token. */
export function secondStepRoute(app: App, deps: ProofDeps, limiters: Limiters): void {
  const finish = createSecondStep(deps);
  app.post(
    paths.twoStepSignIn,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Answer the second step of a sign-in with a code.',
        description:
          'A code of the authenticator app or a recovery code, each good once. Wrong codes count against the challenge, and against the account over all its challenges.',
        security: [],
        body: twoStepSignInRequest,
        response: {
          201: tokenGrant,
          ...problems(
            'two-step-failed',
            'two-step-expired',
            'sign-in-throttled',
            'input-invalid',
            'payload-too-large',
            'storage-full',
          ),
        },
      },
    },
    async (request, reply): Promise<TokenGrant> => {
      const grant = await finish(request.body);
      void reply.code(201);
      return grant;
    },
  );
}
