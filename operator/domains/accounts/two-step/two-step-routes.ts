import { paths } from '#protocol/api/paths.ts';
import {
  accountSecurity,
  recoveryCodes,
  twoStepConfirmation,
  twoStepProof,
  twoStepSetup,
  twoStepSetupRequest,
  type AccountSecurity,
  type RecoveryCodes,
  type TwoStepSetup,
} from '#protocol/api/account-security.ts';
import { tokenGrant, twoStepSignInRequest, type TokenGrant } from '#protocol/api/sessions.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../../platform/http/openapi.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import { readSecurity } from '../changes/security-overview.ts';
import type { ProofDeps } from '../passwords/proof.ts';
import { callerOf } from '../../../platform/http/caller.ts';
import { createSecondStep } from './second-step.ts';
import { createTwoStep, type TwoStepDeps } from './two-step.ts';

const tags = ['accounts'];
const changeProblems = [...signedInProblems, 'input-invalid', 'payload-too-large', 'storage-full'] as const;
const proofProblems = ['password-wrong', 'password-throttled', 'fresh-session-needed'] as const;

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

/** Two-step sign-in of one's own account: routes behind sign-in. */
export function twoStepRoutes(scope: App, deps: TwoStepDeps): void {
  const twoStep = createTwoStep(deps);
  scope.addHook('onReady', async () => {
    // Without it recovery codes are made when they are asked for.
    await twoStep.resume().catch((error: unknown) => {
      scope.log.warn({ err: error }, 'recovery codes are not prepared');
    });
  });
  scope.addHook('onClose', (_instance, done) => {
    twoStep.close();
    done();
  });
  scope.post(
    paths.twoStepSetup,
    {
      schema: {
        tags,
        summary: 'A secret for an authenticator app; two-step sign-in is on once a code of it was shown.',
        security: bearer,
        body: twoStepSetupRequest,
        response: { 200: twoStepSetup, ...problems(...changeProblems, ...proofProblems, 'two-step-already-on') },
      },
    },
    (request): Promise<TwoStepSetup> => twoStep.setUp(callerOf(request), request.body.password),
  );
  scope.post(
    paths.twoStepConfirmation,
    {
      schema: {
        tags,
        summary: 'Turn two-step sign-in on with a first code; answers with the recovery codes, this one time.',
        description:
          'A client that had no answer asks again with a higher `attempt`: the same session is given new recovery codes until the set-up would have expired.',
        security: bearer,
        body: twoStepConfirmation,
        response: {
          200: recoveryCodes,
          ...problems(...changeProblems, 'two-step-failed', 'two-step-expired', 'two-step-already-on'),
        },
      },
    },
    (request): Promise<RecoveryCodes> => twoStep.confirm(callerOf(request), request.body),
  );
  scope.post(
    paths.twoStepRecoveryCodes,
    {
      schema: {
        tags,
        summary: 'New recovery codes in the place of the old ones.',
        security: bearer,
        body: twoStepProof,
        response: { 200: recoveryCodes, ...problems(...changeProblems, ...proofProblems, 'two-step-not-on') },
      },
    },
    (request): Promise<RecoveryCodes> => twoStep.renewRecoveryCodes(callerOf(request), request.body.password),
  );
  scope.post(
    paths.twoStepOff,
    {
      schema: {
        tags,
        summary: 'Turn two-step sign-in off.',
        security: bearer,
        body: twoStepProof,
        response: { 200: accountSecurity, ...problems(...changeProblems, ...proofProblems, 'two-step-not-on') },
      },
    },
    async (request): Promise<AccountSecurity> => {
      const caller = callerOf(request);
      await twoStep.turnOff(caller, request.body.password);
      return readSecurity(deps.db, caller.accountId, deps.clock.now(), deps.rules);
    },
  );
}
