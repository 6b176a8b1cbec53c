import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import { autopay, autopayPlan, type Autopay } from '#protocol/api/payments.ts';
import { contractNumber } from '#protocol/primitives.ts';
import { callerOf, ownContractOf } from '../../platform/http/caller.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { App } from '../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../platform/http/openapi.ts';
import { readAutopay, setAutopay, stopAutopay } from './autopay.ts';
import type { AutopayJob } from './job.ts';

const tags = ['autopay'];

/** Autopay of a contract: routes behind sign-in. */
export function autopayRoutes(scope: App, core: Core, job: Pick<AutopayJob, 'runOne'>): void {
  const common = { tags, security: bearer, params: z.object({ contractNumber }) };
  const usual = [...signedInProblems, 'input-invalid', 'contract-not-found'] as const;
  scope.get(
    paths.autopay,
    {
      schema: {
        ...common,
        summary: 'What autopay of the contract does, what it does next, and how its last try went.',
        response: { 200: autopay, ...problems(...usual) },
      },
    },
    (request): Promise<Autopay> => readAutopay(core, ownContractOf(request).number),
  );
  scope.put(
    paths.autopay,
    {
      schema: {
        ...common,
        summary: 'Set what autopay is to do, by a linked card of the account.',
        body: autopayPlan,
        response: {
          200: autopay,
          ...problems(...usual, 'contract-closed', 'amount-invalid', 'card-not-found', 'storage-full'),
        },
      },
    },
    async (request): Promise<Autopay> => {
      const { number } = ownContractOf(request);
      await setAutopay(core, callerOf(request).accountId, number, request.body);
      // What is due soon is announced at once, not only when the next day begins.
      await job.runOne(number);
      return readAutopay(core, number);
    },
  );
  scope.delete(
    paths.autopay,
    {
      schema: {
        ...common,
        summary: 'Switch autopay off.',
        response: { 200: autopay, ...problems(...usual, 'storage-full') },
      },
    },
    async (request): Promise<Autopay> => {
      const { number } = ownContractOf(request);
      await stopAutopay(core, number);
      return readAutopay(core, number);
    },
  );
}
