import type { FastifyInstance } from 'fastify';
import { autopay } from '#protocol/api/autopay.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { readAutopay, setAutopay, stopAutopay } from './autopay.ts';
import type { AutopayJob } from './job.ts';

/** Autopay of a contract. */
export function autopayRoutes(core: Core, job: Pick<AutopayJob, 'runOne'>): (app: FastifyInstance) => void {
  return (app) => {
    app.operation(autopay.read, ({ contract }) => readAutopay(core, contract.number));
    app.operation(autopay.set, async ({ body, caller, contract }) => {
      await setAutopay(core, caller.accountId, contract.number, body);
      // A payment that is due soon is announced at once, without waiting for the daily run.
      await job.runOne(contract.number);
      return readAutopay(core, contract.number);
    });
    app.operation(autopay.stop, async ({ contract }) => {
      await stopAutopay(core, contract.number);
      return readAutopay(core, contract.number);
    });
  };
}
