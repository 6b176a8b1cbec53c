import { z } from 'zod';
import { accountData, type AccountData } from '#protocol/api/account-data.ts';
import { paths } from '#protocol/api/paths.ts';
import { deletionRequest } from '#protocol/api/account-security.ts';
import type { Core } from '../../../platform/lifecycle/core.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../../platform/http/openapi.ts';
import type { AccountDeps } from '../account-deps.ts';
import { callerOf } from '../../../platform/http/caller.ts';
import { deleteAccount } from './deletion.ts';
import { exportData } from './export.ts';

const tags = ['security'];

/** What the account holds of a person, and its deletion. Behind sign-in. */
export function dataRoutes(scope: App, core: Core, deps: AccountDeps): void {
  scope.get(
    paths.accountData,
    {
      schema: {
        tags,
        summary: 'Everything that the account holds of the person.',
        security: bearer,
        response: { 200: accountData, ...problems(...signedInProblems) },
      },
    },
    (request): Promise<AccountData> => exportData(core, deps.personalData, callerOf(request).accountId),
  );
  scope.post(
    paths.accountDeletion,
    {
      schema: {
        tags,
        summary: 'Delete the account with its personal data; contract and ledger stay.',
        security: bearer,
        body: deletionRequest,
        response: {
          204: z.undefined().describe('The account is gone.'),
          ...problems(
            ...signedInProblems,
            'password-wrong',
            'password-throttled',
            'fresh-session-needed',
            'input-invalid',
            'payload-too-large',
            'storage-full',
          ),
        },
      },
    },
    async (request, reply) => {
      await deleteAccount(deps, callerOf(request), request.body);
      return reply.code(204).send();
    },
  );
}
