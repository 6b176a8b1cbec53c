import { success } from '#protocol/errors/problem.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import { createSessionChanges } from '../../operator/resolve-lost-response.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

/** Completes the registration of the signed-in account. */
export function accountHandlers(
  parts: Pick<HandlerParts, 'api' | 'call' | 'keeper' | 'sleep'>,
): HandlersOf<'completeRegistration'> {
  const { api, call, keeper } = parts;
  const sendChange = createSessionChanges(parts);
  return {
    [c.completeRegistration]: async (input) => {
      const answer = await sendChange({
        call: (token) => api.account.complete(token, input),
        read: (accessToken) => call(accounts.read, {}, { accessToken }),
        isDone: ({ contracts }) => contracts.some(({ number }) => number === input.contractNumber),
        answer: success,
      });
      if (!answer.ok) return answer;
      keeper.accountChanged(answer.value);
      return success(keeper.status.get());
    },
  };
}
