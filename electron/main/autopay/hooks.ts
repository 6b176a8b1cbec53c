import { isDeepStrictEqual } from 'node:util';
import { autopay } from '#protocol/api/autopay.ts';
import type { OperationHooks } from '../ipc/verb-dispatch.ts';
import { resolveChange, type ChangePorts } from '../operator/resolve-lost-response.ts';

/** Hooks of autopay: a change whose response is lost is resolved by reading the plan. */
export function autopayHooks(ports: ChangePorts): OperationHooks {
  const { call } = ports;
  return {
    'autopay.set': ({ contractNumber, ...plan }, next) =>
      resolveChange(ports, {
        call: next,
        read: () => call(autopay.read, { contractNumber }),
        isDone: (state) => isDeepStrictEqual(state.plan, plan),
      }),
    'autopay.stop': ({ contractNumber }, next) =>
      resolveChange(ports, {
        call: next,
        read: () => call(autopay.read, { contractNumber }),
        isDone: (state) => state.plan === null,
      }),
  };
}
