import { promises } from '#protocol/api/promises.ts';
import type { Topic } from '#protocol/topics.ts';
import type { DispatchSession, VerbHandlers } from '../ipc/verb-dispatch.ts';
import { RETRY_PLAN, type Call } from '../operator/call.ts';
import { resolveChange, type ChangePorts } from '../operator/resolve-lost-response.ts';
import type { PromiseKeys } from './promise-keys.ts';

/** Handlers of the promised payment's verbs. `changed` is called with the topics that are or may be stale. */
export function promiseHandlers(
  ports: Pick<ChangePorts, 'sessionId' | 'sleep'> & {
    readonly call: Call;
    readonly session: Pick<DispatchSession, 'authorized'>;
    readonly keys: Pick<PromiseKeys, 'take'>;
    readonly changed: (topics: readonly Topic[], contractNumber: string) => void;
  },
): Pick<VerbHandlers, 'promises.request'> {
  const { call, changed, keys, session } = ports;
  return {
    'promises.request': async (input) => {
      const { amountKopecks, contractNumber, dueOn } = input;
      const answer = await keys.take(input, (idempotencyKey) =>
        resolveChange(ports, {
          call: () =>
            // Retried under the same key: the service answers with what the first request did.
            session.authorized((accessToken) =>
              call(promises.take, input, { accessToken, idempotencyKey, retry: RETRY_PLAN }),
            ),
          read: () => session.authorized((accessToken) => call(promises.terms, { contractNumber }, { accessToken })),
          isDone: ({ running }) => running?.amountKopecks === amountKopecks && running.dueOn === dueOn,
        }),
      );
      if (answer.ok || answer.failure.code === 'outcome-unknown') changed(promises.take.changes, contractNumber);
      return answer;
    },
  };
}
