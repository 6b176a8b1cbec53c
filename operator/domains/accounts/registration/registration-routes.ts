import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import {
  completionRequest,
  letterSent,
  passwordResetCompletion,
  passwordResetRequest,
  registrationConfirmation,
  registrationLetterRequest,
  registrationRequest,
  type LetterSent,
} from '#protocol/api/registrations.ts';
import { account, tokenGrant, type Account, type TokenGrant } from '#protocol/api/sessions.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../../platform/http/openapi.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import type { AccountDeps } from '../account-deps.ts';
import { askForReset, completeReset } from '../changes/password-reset.ts';
import { callerOf } from '../../../platform/http/caller.ts';
import { completeRegistration } from './complete.ts';
import { confirmRegistration } from './confirm.ts';
import { register, writeAgain } from './register.ts';

const tags = ['accounts'];
const input = ['input-invalid', 'payload-too-large', 'storage-full'] as const;
const passwordFaults = ['password-too-short', 'password-too-long', 'password-too-common'] as const;
const alike = 'Answers alike in body, status and time whether or not the address has an account.';

/** Registering, up to being signed in. */
function registrationDoors(app: App, deps: AccountDeps, limiters: Limiters): void {
  app.post(
    paths.registrations,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Register an address; a letter with a one-time link follows.',
        description: alike,
        security: [],
        body: registrationRequest,
        response: { 202: letterSent, ...problems(...passwordFaults, ...input) },
      },
    },
    async (request, reply): Promise<LetterSent> => {
      const answer = await register(deps, request.body);
      void reply.code(202);
      return answer;
    },
  );
  app.post(
    paths.registrationLetter,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'The letter of a registration once more; the link in an older one dies.',
        description: alike,
        security: [],
        body: registrationLetterRequest,
        response: { 202: letterSent, ...problems(...input) },
      },
    },
    async (request, reply): Promise<LetterSent> => {
      const answer = await writeAgain(deps, request.body);
      void reply.code(202);
      return answer;
    },
  );
  app.post(
    paths.registrationConfirmation,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Confirm the address by the link and the password of the registration, and sign in.',
        description: 'The same request again, within the life of the link, signs in again.',
        security: [],
        body: registrationConfirmation,
        response: { 201: tokenGrant, ...problems('link-invalid', 'sign-in-failed', 'sign-in-throttled', ...input) },
      },
    },
    async (request, reply): Promise<TokenGrant> => {
      const grant = await confirmRegistration(deps, request.body);
      void reply.code(201);
      return grant;
    },
  );
}

/** Links from letters to people who are not signed in, and asking for one. */
function letterDoors(app: App, deps: AccountDeps, limiters: Limiters): void {
  app.post(
    paths.passwordResets,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Ask for a link to set a new password.',
        description: alike,
        security: [],
        body: passwordResetRequest,
        response: { 202: letterSent, ...problems(...input) },
      },
    },
    async (request, reply): Promise<LetterSent> => {
      const answer = await askForReset(deps, request.body);
      void reply.code(202);
      return answer;
    },
  );
  app.post(
    paths.passwordResetCompletion,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Set a new password by the link; every session of the account ends.',
        security: [],
        body: passwordResetCompletion,
        response: {
          204: z.undefined().describe('The password is set.'),
          ...problems('link-invalid', ...passwordFaults, ...input),
        },
      },
    },
    async (request, reply) => {
      await completeReset(deps, request.body);
      return reply.code(204).send();
    },
  );
}

/** The doors that need no access token: registering, and the links of letters. */
export function registrationRoutes(app: App, deps: AccountDeps, limiters: Limiters): void {
  registrationDoors(app, deps, limiters);
  letterDoors(app, deps, limiters);
}

/** Completing the registration; behind sign-in. */
export function completionRoutes(scope: App, deps: AccountDeps): void {
  scope.post(
    paths.accountContracts,
    {
      schema: {
        tags,
        summary: 'Complete the registration with the contract it is for; once an account.',
        description: 'A mismatch never says which field was wrong, nor that another account has the contract.',
        security: bearer,
        body: completionRequest,
        response: {
          200: account,
          ...problems(
            ...signedInProblems,
            'contract-not-matched',
            'contract-match-throttled',
            'registration-complete',
            ...input,
          ),
        },
      },
    },
    (request): Promise<Account> => completeRegistration(deps, callerOf(request), request.body),
  );
}
