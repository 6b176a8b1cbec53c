import { promises } from '#protocol/api/promises.ts';
import type { Topic } from '#protocol/operation.ts';
import type { DispatchSession, VerbHandlers } from '../ipc/verb-dispatch.ts';
import { RETRY_PLAN, type Call } from '../operator/call.ts';
import type { PromiseKeys } from './promise-keys.ts';

/** Handlers of the promised payment's verbs. `changed` is called with the stale topics after a success. */
export function promiseHandlers(ports: {
  readonly call: Call;
  readonly session: Pick<DispatchSession, 'authorized'>;
  readonly keys: Pick<PromiseKeys, 'take'>;
  readonly changed: (topics: readonly Topic[], contractNumber: string) => void;
}): Pick<VerbHandlers, 'promises.request'> {
  const { call, changed, keys, session } = ports;
  return {
    'promises.request': async (input) => {
      const answer = await session.authorized((accessToken) =>
        keys.take(input, (idempotencyKey) =>
          // Retried under the same key: the service answers with what the first request did.
          call(promises.take, input, { accessToken, idempotencyKey, retry: RETRY_PLAN }),
        ),
      );
      if (answer.ok) changed(promises.take.changes, input.contractNumber);
      return answer;
    },
  };
}
