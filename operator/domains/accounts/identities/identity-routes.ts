import { z } from 'zod';
import {
  identityLinkRequest,
  identityLinkSignInRequest,
  identityProvider,
  identitySignInRequest,
  identityUnlinkRequest,
} from '#protocol/api/identity.ts';
import { paths } from '#protocol/api/paths.ts';
import { accountSecurity, type AccountSecurity } from '#protocol/api/account-security.ts';
import type { SignInAnswer } from '#protocol/api/sessions.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../../platform/http/openapi.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import { readSecurity } from '../changes/security-overview.ts';
import { signInResponses, signInStatus } from '../sessions/sign-in-answer.ts';
import { callerOf } from '../../../platform/http/caller.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { linkIdentity, unlinkIdentity } from './links.ts';
import { linkAndSignIn, signInByIdentity } from './sign-in.ts';

const tags = ['social sign-in'];
const input = ['input-invalid', 'payload-too-large', 'storage-full'] as const;
const proof = ['password-wrong', 'password-throttled', 'fresh-session-needed'] as const;

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

/** Linking and unlinking for a signed-in person; behind sign-in. */
export function identityRoutes(scope: App, deps: IdentityDeps): void {
  const security = (accountId: string): Promise<AccountSecurity> =>
    readSecurity(deps.db, accountId, deps.clock.now(), deps.rules);
  scope.post(
    paths.accountIdentities,
    {
      schema: {
        tags,
        summary: 'Link a social network to the account.',
        security: bearer,
        body: identityLinkRequest,
        response: {
          200: accountSecurity,
          ...problems(
            ...signedInProblems,
            ...proof,
            'identity-ticket-expired',
            'identity-taken',
            'provider-already-linked',
            ...input,
          ),
        },
      },
    },
    async (request): Promise<AccountSecurity> => {
      const caller = callerOf(request);
      await linkIdentity(deps, caller, request.body);
      return security(caller.accountId);
    },
  );
  scope.post(
    paths.accountIdentityUnlink,
    {
      schema: {
        tags,
        summary: 'Unlink a social network; never the last way in.',
        security: bearer,
        params: z.object({ provider: z.string() }),
        body: identityUnlinkRequest,
        response: {
          200: accountSecurity,
          ...problems(...signedInProblems, ...proof, 'last-way-in', 'not-found', ...input),
        },
      },
    },
    async (request): Promise<AccountSecurity> => {
      const caller = callerOf(request);
      const provider = identityProvider.safeParse(request.params.provider);
      if (!provider.success) throw new ProblemError('not-found');
      await unlinkIdentity(deps, caller, provider.data, request.body.password);
      return security(caller.accountId);
    },
  );
}
