import { identityLinkSignInRequest, identitySignInRequest } from '#protocol/api/identity.ts';
import { paths } from '#protocol/api/paths.ts';
import type { SignInAnswer } from '#protocol/api/sessions.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { problems } from '../../../platform/http/openapi.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import { signInResponses, signInStatus } from '../sessions/sign-in-answer.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { linkAndSignIn, signInByIdentity } from './sign-in.ts';

const tags = ['social sign-in'];
const input = ['input-invalid', 'payload-too-large', 'storage-full'] as const;

/** Signing in with an identity ticket: no access token is needed, and none is looked at. */
export function identityDoorRoutes(app: App, deps: IdentityDeps, limiters: Limiters): void {
  app.post(
    paths.identitySignIn,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Sign in with the ticket of a social network; whoever is new gets an account.',
        description: 'A confirmed address that an account has asks for that account’s password first.',
        security: [],
        body: identitySignInRequest,
        response: {
          ...signInResponses,
          ...problems('identity-ticket-expired', 'account-link-needed', 'sign-in-failed', ...input),
        },
      },
    },
    async (request, reply): Promise<SignInAnswer> => {
      const answer = await signInByIdentity(deps, request.body);
      void reply.code(signInStatus(answer));
      return answer;
    },
  );
  app.post(
    paths.identityLinkSignIn,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Link a social network to the account that has its address, by the password, and sign in.',
        security: [],
        body: identityLinkSignInRequest,
        response: {
          ...signInResponses,
          ...problems(
            'sign-in-failed',
            'sign-in-throttled',
            'identity-ticket-expired',
            'identity-taken',
            'provider-already-linked',
            ...input,
          ),
        },
      },
    },
    async (request, reply): Promise<SignInAnswer> => {
      const answer = await linkAndSignIn(deps, request.body);
      void reply.code(signInStatus(answer));
      return answer;
    },
  );
}
