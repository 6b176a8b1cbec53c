import type { FastifyInstance } from 'fastify';
import { passwordResets, registrations, sessions as operations } from '#protocol/api/sign-in.ts';
import { askForReset, completeReset } from './changes/password-reset.ts';
import type { AccountRouteDeps } from './account-routes.ts';
import { linkAndSignIn, signInByIdentity } from './identities/sign-in.ts';
import { completeRegistration } from './registration/complete.ts';
import { confirmRegistration } from './registration/confirm.ts';
import { register, writeAgain } from './registration/register.ts';
import { signInStatus } from './sessions/sign-in-answer.ts';
import { unlock } from './sessions/unlock.ts';
import { createSecondStep } from './two-step/second-step.ts';

/** Routes of signing in: sessions, registration and password reset. */
export function signInRoutes(deps: AccountRouteDeps): (app: FastifyInstance) => void {
  const { limiters, sessions } = deps;
  const limited = { onRequest: limiters.signIn };
  const confirmTwoStep = createSecondStep(deps);

  return (app) => {
    app.operation(
      operations.create,
      async ({ body, reply }) => {
        const answer = await sessions.signIn(body);
        void reply.code(signInStatus(answer));
        return answer;
      },
      limited,
    );
    app.operation(operations.refresh, ({ body }) => sessions.refresh(body.refreshToken), limited);
    app.operation(operations.confirmTwoStep, ({ body }) => confirmTwoStep(body), limited);
    app.operation(registrations.create, ({ body }) => register(deps, body), limited);
    app.operation(registrations.resendMail, ({ body }) => writeAgain(deps, body), limited);
    app.operation(registrations.confirm, ({ body }) => confirmRegistration(deps, body), limited);
    app.operation(passwordResets.create, ({ body }) => askForReset(deps, body), limited);
    app.operation(
      passwordResets.complete,
      async ({ body }) => {
        await completeReset(deps, body);
        return null;
      },
      limited,
    );
    app.operation(
      operations.createByIdentity,
      async ({ body, reply }) => {
        const answer = await signInByIdentity(deps, body);
        void reply.code(signInStatus(answer));
        return answer;
      },
      limited,
    );
    app.operation(
      operations.createByIdentityLink,
      async ({ body, reply }) => {
        const answer = await linkAndSignIn(deps, body);
        void reply.code(signInStatus(answer));
        return answer;
      },
      limited,
    );
    app.operation(operations.end, async ({ caller }) => {
      await sessions.end(caller.sessionId, 'signed-out');
      return null;
    });
    app.operation(operations.unlock, async ({ body, caller }) => {
      await unlock(deps, caller, body.password);
      return null;
    });
    app.operation(registrations.complete, ({ body, caller }) => completeRegistration(deps, caller, body));
  };
}
