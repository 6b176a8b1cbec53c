import type { FastifyInstance } from 'fastify';
import { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import { identityProvider } from '#protocol/api/identity.ts';
import type { Caller } from '../../platform/http/caller.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { Limiters } from '../../platform/http/rate-limits.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { AccountDeps } from './account-deps.ts';
import { readAccount } from './accounts.ts';
import { changeConsent } from './changes/consents.ts';
import { changeEmail, confirmEmail } from './changes/email.ts';
import { changePassword } from './changes/password.ts';
import { changePhone, confirmPhone } from './changes/phone.ts';
import { readSecurity } from './changes/security-overview.ts';
import { endDevice, endOtherDevices, readDevices } from './devices/devices.ts';
import type { IdentityDeps } from './identities/identity-deps.ts';
import { linkIdentity, unlinkIdentity } from './identities/links.ts';
import { deleteAccount } from './personal-data/deletion.ts';
import { exportData } from './personal-data/export.ts';
import type { Sessions } from './sessions/sessions.ts';
import { createTwoStep } from './two-step/two-step.ts';

/** Dependencies of the account's routes. */
export interface AccountRouteDeps extends AccountDeps {
  readonly core: Core;
  readonly sessions: Sessions;
  /** Social networks that the profile offers. */
  readonly offered: IdentityDeps['offered'];
  readonly limiters: Limiters;
}

/** Routes of the signed-in account: ways to sign in, devices, two-step sign-in, linked networks, personal data. */
export function accountRoutes(deps: AccountRouteDeps): (app: FastifyInstance) => void {
  const { clock, core, db, limiters, rules } = deps;
  const security = ({ accountId }: Caller): Promise<AccountSecurity> => readSecurity(db, accountId, clock.now(), rules);

  const changeRoutes = (app: FastifyInstance): void => {
    app.operation(accounts.security, ({ caller }) => security(caller));
    app.operation(accounts.changePassword, async ({ body, caller }) => {
      await changePassword(deps, caller, body);
      return security(caller);
    });
    app.operation(accounts.changeEmail, ({ body, caller }) => changeEmail(deps, caller, body));
    app.operation(
      accounts.confirmEmail,
      async ({ body }) => {
        await confirmEmail(deps, body.token);
        return null;
      },
      { onRequest: limiters.signIn },
    );
    app.operation(accounts.changePhone, ({ body, caller }) => changePhone(deps, caller, body));
    app.operation(accounts.confirmPhone, async ({ body, caller }) => {
      await confirmPhone(deps, caller, body.code);
      return security(caller);
    });
    app.operation(accounts.setAdvertisingConsent, async ({ body, caller }) => {
      await changeConsent(deps, caller, body);
      return security(caller);
    });
  };

  const twoStepRoutes = (app: FastifyInstance): void => {
    const own = createTwoStep(deps);
    app.addHook('onReady', async () => {
      // Without prepared codes each set is hashed when it is requested.
      await own.resume().catch((error: unknown) => {
        app.log.warn({ err: error }, 'recovery codes are not prepared');
      });
    });
    app.addHook('onClose', (_instance, done) => {
      own.close();
      done();
    });
    app.operation(twoStep.setUp, ({ body, caller }) => own.setUp(caller, body.password));
    app.operation(twoStep.confirm, ({ body, caller }) => own.confirm(caller, body));
    app.operation(twoStep.renewRecoveryCodes, ({ body, caller }) => own.renewRecoveryCodes(caller, body.password));
    app.operation(twoStep.turnOff, async ({ body, caller }) => {
      await own.turnOff(caller, body.password);
      return security(caller);
    });
  };

  return (app) => {
    app.operation(accounts.read, async ({ caller }) => {
      const account = await readAccount(db, caller.accountId);
      if (!account) throw new ProblemError('session-ended');
      return account;
    });
    app.operation(devices.list, ({ caller }) => readDevices(deps, caller));
    app.operation(devices.endOthers, ({ caller }) => endOtherDevices(deps, caller));
    app.operation(devices.end, ({ caller, params }) => endDevice(deps, caller, params.sessionId));
    twoStepRoutes(app);
    changeRoutes(app);
    app.operation(identities.link, async ({ body, caller }) => {
      await linkIdentity(deps, caller, body);
      return security(caller);
    });
    app.operation(identities.unlink, async ({ body, caller, params }) => {
      const provider = identityProvider.safeParse(params.provider);
      if (!provider.success) throw new ProblemError('not-found');
      await unlinkIdentity(deps, caller, provider.data, body.password);
      return security(caller);
    });
    app.operation(accounts.data, ({ caller }) => exportData(core, deps.personalData, caller.accountId));
    app.operation(accounts.delete, async ({ body, caller }) => {
      await deleteAccount(deps, caller, body);
      return null;
    });
  };
}
