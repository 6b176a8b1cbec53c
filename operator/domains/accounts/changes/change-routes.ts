import { paths } from '#protocol/api/paths.ts';
import { letterSent, type LetterSent } from '#protocol/api/registrations.ts';
import {
  accountSecurity,
  codeSent,
  consentChange,
  emailChange,
  passwordChange,
  phoneChange,
  phoneConfirmation,
  type AccountSecurity,
  type CodeSent,
} from '#protocol/api/account-security.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../../platform/http/openapi.ts';
import type { AccountDeps } from '../account-deps.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { callerOf } from '../../../platform/http/caller.ts';
import { changeConsent } from './consents.ts';
import { changeEmail } from './email.ts';
import { changePassword } from './password.ts';
import { changePhone, confirmPhone } from './phone.ts';
import { readSecurity } from './security-overview.ts';

const tags = ['security'];
const input = [...signedInProblems, 'input-invalid', 'payload-too-large', 'storage-full'] as const;
const proof = ['password-wrong', 'password-throttled', 'fresh-session-needed'] as const;

function securityReader({ db, clock, rules }: AccountDeps): (caller: Caller) => Promise<AccountSecurity> {
  return ({ accountId }) => readSecurity(db, accountId, clock.now(), rules);
}

function passwordAndConsentRoutes(scope: App, deps: AccountDeps): void {
  const security = securityReader(deps);
  scope.get(
    paths.accountSecurity,
    {
      schema: {
        tags,
        summary: 'How one gets into the account; no secret is part of it.',
        security: bearer,
        response: { 200: accountSecurity, ...problems(...signedInProblems) },
      },
    },
    (request): Promise<AccountSecurity> => security(callerOf(request)),
  );
  scope.put(
    paths.accountPassword,
    {
      schema: {
        tags,
        summary: 'Change the password, or set the first one; the other sessions end.',
        security: bearer,
        body: passwordChange,
        response: {
          200: accountSecurity,
          ...problems(...proof, 'password-too-short', 'password-too-long', 'password-too-common', ...input),
        },
      },
    },
    async (request): Promise<AccountSecurity> => {
      await changePassword(deps, callerOf(request), request.body);
      return security(callerOf(request));
    },
  );
  scope.put(
    paths.accountConsents,
    {
      schema: {
        tags,
        summary: 'Give or take back the consent to advertising messages.',
        security: bearer,
        body: consentChange,
        response: { 200: accountSecurity, ...problems(...input) },
      },
    },
    async (request): Promise<AccountSecurity> => {
      await changeConsent(deps, callerOf(request), request.body);
      return security(callerOf(request));
    },
  );
}

function addressRoutes(scope: App, deps: AccountDeps): void {
  const security = securityReader(deps);
  scope.post(
    paths.accountEmail,
    {
      schema: {
        tags,
        summary: 'Ask for another e-mail address; a link goes there, a notice to the old one.',
        description: 'Answers alike whether or not the address has an account.',
        security: bearer,
        body: emailChange,
        response: { 202: letterSent, ...problems(...proof, ...input) },
      },
    },
    async (request, reply): Promise<LetterSent> => {
      const answer = await changeEmail(deps, callerOf(request), request.body);
      void reply.code(202);
      return answer;
    },
  );
  scope.post(
    paths.accountPhone,
    {
      schema: {
        tags,
        summary: 'Ask for another telephone number; a code goes there by SMS.',
        security: bearer,
        body: phoneChange,
        response: { 202: codeSent, ...problems(...proof, ...input) },
      },
    },
    async (request, reply): Promise<CodeSent> => {
      const answer = await changePhone(deps, callerOf(request), request.body);
      void reply.code(202);
      return answer;
    },
  );
  scope.post(
    paths.accountPhoneConfirmation,
    {
      schema: {
        tags,
        summary: 'Confirm the number by the code.',
        security: bearer,
        body: phoneConfirmation,
        response: { 200: accountSecurity, ...problems('code-wrong', 'code-expired', ...input) },
      },
    },
    async (request): Promise<AccountSecurity> => {
      await confirmPhone(deps, callerOf(request), request.body.code);
      return security(callerOf(request));
    },
  );
}

/** How one gets in, and changing it: password, address, telephone, consent. Behind sign-in. */
export function changeRoutes(scope: App, deps: AccountDeps): void {
  passwordAndConsentRoutes(scope, deps);
  addressRoutes(scope, deps);
}
