import { isDeepStrictEqual } from 'node:util';
import { success, type Result } from '#protocol/errors/problem.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import { createSessionChanges, type SessionChange } from '../../operator/resolve-lost-response.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

/** What a contract needs, has and had: asked for the signed-in person, and for nobody while locked. */
export function moneyHandlers(
  parts: Pick<HandlerParts, 'api' | 'keeper' | 'promiseKeys' | 'moneyChanged' | 'sleep'>,
): HandlersOf<'autopay' | 'setAutopay' | 'stopAutopay' | 'promiseTerms' | 'takePromise'> {
  const { keeper, moneyChanged } = parts;
  const { payments, promise } = parts.api;
  const ask = <T>(question: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>> =>
    keeper.authorized(question);
  const sendChange = createSessionChanges(parts);
  /** Has the screens that show money read it again after a change, and where it is not certain that nothing changed. */
  const telling = async <T>(contractNumber: string | null, change: Promise<Result<T>>): Promise<Result<T>> => {
    const answer = await change;
    if (answer.ok || answer.failure.code === 'outcome-unknown') moneyChanged(contractNumber);
    return answer;
  };
  const changing = <T, S>(contractNumber: string | null, change: SessionChange<T, S>): Promise<Result<T>> =>
    telling(contractNumber, sendChange(change));
  return {
    [c.autopay]: (number) => ask((token) => payments.autopay(token, number)),
    [c.setAutopay]: ({ contractNumber, plan }) =>
      changing(contractNumber, {
        call: (token) => payments.setAutopay(token, contractNumber, plan),
        read: (token) => payments.autopay(token, contractNumber),
        isDone: (now) => isDeepStrictEqual(now.plan, plan),
        answer: success,
      }),
    [c.stopAutopay]: (number) =>
      changing(number, {
        call: (token) => payments.stopAutopay(token, number),
        read: (token) => payments.autopay(token, number),
        isDone: ({ plan }) => plan === null,
        answer: success,
      }),
    [c.promiseTerms]: (number) => ask((token) => promise.terms(token, number)),
    [c.takePromise]: ({ contractNumber, ...request }) =>
      telling(
        contractNumber,
        keeper.whileOpen(() =>
          parts.promiseKeys.take({ contractNumber, ...request }, (key) =>
            sendChange({
              call: (token) => promise.take(token, key, contractNumber, request),
              read: (token) => promise.terms(token, contractNumber),
              isDone: ({ running }) =>
                running?.amountKopecks === request.amountKopecks && running.dueOn === request.dueOn,
              answer: success,
            }),
          ),
        ),
      ),
  };
}
