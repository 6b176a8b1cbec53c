import { failed, type Result } from '#protocol/errors/problem.ts';
import type { Operation, OperationAnswer, OperationInput } from '#protocol/operation.ts';
import type { Call } from '../../../electron/main/operator/call.ts';

interface SentCall<O> {
  readonly input: OperationInput<O>;
  /** Access token, idempotency key, time limit and retries, as given. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Test double of the operator client. */
export interface FakeCall {
  readonly call: Call;
  /** Sets the response of an operation; an operation without one fails with `not-found`. */
  answer<const O extends Operation>(
    operation: O,
    respond: (
      input: OperationInput<O>,
      options: Readonly<Record<string, unknown>>,
    ) => Result<OperationAnswer<O>> | Promise<Result<OperationAnswer<O>>>,
  ): void;
  /** Calls of an operation so far. */
  calls<const O extends Operation>(operation: O): readonly SentCall<O>[];
}

export function fakeCall(): FakeCall {
  const sent: { readonly id: string; readonly call: SentCall<never> }[] = [];
  const answers = new Map<string, (input: never, options: Readonly<Record<string, unknown>>) => unknown>();
  const call = (
    { id }: Operation,
    input: unknown,
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> => {
    sent.push({ id, call: { input: input as never, options } });
    return Promise.resolve(answers.get(id)?.(input as never, options) ?? failed({ code: 'not-found' }));
  };
  return {
    call: call as unknown as Call,
    answer(operation, respond): void {
      answers.set(operation.id, respond);
    },
    calls: (operation) => sent.filter(({ id }) => id === operation.id).map((one) => one.call as never),
  };
}
