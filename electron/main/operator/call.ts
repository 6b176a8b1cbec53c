import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import {
  isEmpty,
  isMedia,
  parseInput,
  requestPath,
  type Operation,
  type OperationAnswer,
  type OperationInput,
} from '#protocol/operation.ts';
import type { Log } from '../logging/log.ts';
import { failureOf, failureOfLine, isLineFailure, markNotDone, mayBeDone } from './failures.ts';
import { LineError, type HttpAnswer, type HttpSend } from './http.ts';
import { withRetry, type RetryPlan, type RetryPorts } from './retry.ts';

interface UsualOptions {
  /** Overrides the operation's time limit, ms. */
  readonly timeoutMs?: number;
  /**
   * Retries of an operation that is safe to repeat; null: none. A keyed operation is retried only when this is given, each
   * time under the same key.
   */
  readonly retry?: RetryPlan | null;
  /** A probe of the connection: its outcome is not reported to the connection, which sent it. */
  readonly probe?: true;
}

/** What a call needs beside its input: the access token and the idempotency key, where the declaration asks for them. */
export type CallOptions<O> = UsualOptions &
  (O extends { readonly auth: 'none' } ? object : { readonly accessToken: string }) &
  (O extends { readonly send: 'keyed' } ? { readonly idempotencyKey: string } : object);

/** Options may be left out where the operation needs none. */
type CallArguments<O> =
  object extends CallOptions<O>
    ? [input: OperationInput<O>, options?: CallOptions<O>]
    : [input: OperationInput<O>, options: CallOptions<O>];

/**
 * Calls an operation of the operator service and checks the answer with the declared schema. Never throws: a lost
 * connection, a refusal and an invalid answer are failures. `repeat` operations are retried after a failure that may pass,
 * `keyed` ones when a plan is given; all others are sent once.
 */
export type Call = <const O extends Operation>(
  operation: O,
  ...args: CallArguments<O>
) => Promise<Result<OperationAnswer<O>>>;

export type CallPorts = RetryPorts & {
  readonly send: HttpSend;
  /** The service's origin, or why there is none. */
  readonly origin: () => Promise<Result<string>>;
  /** Receives after each exchange but a probe whether the service answered; the failure says why not. */
  readonly onExchange: (answer: Result<null>) => void;
  readonly log: Log;
};

const TIMEOUT_MS = 10_000;
/** The usual retries. */
export const RETRY_PLAN: RetryPlan = { tries: 3, firstMs: 250, longestMs: 2_000 };

function mayPass(failure: Failure): boolean {
  return isLineFailure(failure) || failure.code === 'service-failed' || failure.code === 'too-many-requests';
}

/** Creates the one client of the operator service. */
export function createCall(ports: CallPorts): Call {
  const { log } = ports;

  const readAnswer = (operation: Operation, answer: HttpAnswer): Result<unknown> => {
    const schema = operation.answers[answer.status as 200];
    const { requestId } = answer;
    if (schema === undefined || isMedia(schema)) {
      log.error('service answer invalid', { operation: operation.id, status: answer.status, requestId });
      return failed({ code: 'service-answer-invalid' });
    }
    if (isEmpty(schema)) return success(null);
    const checked = schema.safeParse(answer.body);
    if (checked.success) return success(checked.data);
    const issues = checked.error.issues.slice(0, 5);
    log.error('service answer invalid', { operation: operation.id, issues, requestId });
    return failed({ code: 'service-answer-invalid' });
  };

  const exchange = async (
    operation: Operation,
    request: { readonly path: string; readonly body: unknown },
    options: UsualOptions & { readonly accessToken?: string; readonly idempotencyKey?: string },
  ): Promise<Result<unknown>> => {
    const origin = await ports.origin();
    if (!origin.ok) return failed(markNotDone(origin.failure));
    const report = (answer: Result<null>): void => {
      if (options.probe !== true) ports.onExchange(answer);
    };
    try {
      const answer = await ports.send({
        method: operation.method,
        url: origin.value + request.path,
        headers: options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey },
        ...(options.accessToken === undefined ? {} : { accessToken: options.accessToken }),
        timeoutMs: options.timeoutMs ?? operation.timeoutMs ?? TIMEOUT_MS,
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      if (answer.status >= 200 && answer.status <= 299) {
        report(success(null));
        return readAnswer(operation, answer);
      }
      const failure = failureOf(answer);
      report(isLineFailure(failure) ? failed(failure) : success(null));
      return failed(failure);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      const failure = failureOfLine(error);
      report(failed(failure));
      return failed(failure);
    }
  };

  const sendRepeatedly = async (send: () => Promise<Result<unknown>>, plan: RetryPlan): Promise<Result<unknown>> => {
    const doubt = { arose: false };
    const tracked = async (): Promise<Result<unknown>> => {
      const answer = await send();
      if (!answer.ok && mayBeDone(answer.failure)) doubt.arose = true;
      return answer;
    };
    const answer = await withRetry(tracked, mayPass, plan, ports);
    // The last try may never have arrived, but one before it did: the copy is not marked as not done.
    return !answer.ok && doubt.arose ? failed({ ...answer.failure }) : answer;
  };

  const call = (
    operation: Operation,
    input: unknown,
    options: UsualOptions & { readonly accessToken?: string; readonly idempotencyKey?: string } = {},
  ): Promise<Result<unknown>> => {
    const parsed = parseInput(operation, input);
    if (!parsed.ok) return Promise.resolve(failed({ code: 'input-invalid', fields: [...parsed.fields] }));
    const request = { path: requestPath(operation, parsed.params, parsed.query), body: parsed.body };
    const send = (): Promise<Result<unknown>> => exchange(operation, request, options);
    const { retry = operation.send === 'repeat' ? RETRY_PLAN : null } = options;
    const plan = operation.send === 'once' ? null : retry;
    return plan === null ? send() : sendRepeatedly(send, plan);
  };
  return call as Call;
}

/** A call on behalf of the signed-in person: the session attaches the access token. */
export type SessionCall = <const O extends Operation & { readonly auth: 'session' }>(
  operation: O,
  input: OperationInput<O>,
  ...options: O extends { readonly send: 'keyed' } ? [{ readonly idempotencyKey: string }] : []
) => Promise<Result<OperationAnswer<O>>>;

/** Binds the client to a session. `authorized` runs a request with a valid access token, or refuses. */
export function createSessionCall(
  call: Call,
  authorized: <T>(request: (accessToken: string) => Promise<Result<T>>) => Promise<Result<T>>,
): SessionCall {
  const send = call as (operation: Operation, input: unknown, options: object) => Promise<Result<unknown>>;
  const sessionCall = (operation: Operation, input: unknown, options: object = {}): Promise<Result<unknown>> =>
    authorized((accessToken) => send(operation, input, { ...options, accessToken }));
  return sessionCall as SessionCall;
}
