import type { z } from 'zod';
import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import type { Log } from '../logging/log.ts';
import { failureOf, failureOfLine, isLineFailure, markNotDone, mayBeDone } from './failures.ts';
import { LineError, type HttpRequest, type HttpSend } from './http.ts';
import { withRetry, type RetryPlan, type RetryPorts } from './retry.ts';

/** One question to the service and the schema that its answer has to have; null: the answer says nothing. */
export interface Question<S extends z.ZodType> {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly answer: S | null;
  readonly accessToken?: string;
  /** Sent as `Idempotency-Key`: the same key never does the same thing twice. */
  readonly idempotencyKey?: string;
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** Asked in order to judge the line: whoever asks does so. */
  readonly probe?: true;
}

/** A question whose answer is nothing but that it was done. */
export type Order = Omit<Question<z.ZodType>, 'answer'>;

/** How the service is asked. What may be done twice without harm is repeated; nothing else ever is by itself. */
export interface Asking {
  once<S extends z.ZodType>(question: Question<S>): Promise<Result<z.output<S>>>;
  /** Asks again after a failure that may pass: for questions that change nothing, or the same thing to the same value. */
  repeated<S extends z.ZodType>(question: Question<S>, plan?: RetryPlan): Promise<Result<z.output<S>>>;
  order(question: Order): Promise<Result<null>>;
}

export type AskingPorts = RetryPorts & {
  readonly send: HttpSend;
  /** The service's origin, or the failure that stands for there being none. */
  readonly origin: () => Promise<Result<string>>;
  /** Told after each exchange but the probe whether there was an answer; the failure says why not. */
  readonly onLine: (answer: Result<null>) => void;
  readonly log: Log;
};

export const TIMEOUT_MS = 10_000;
/** scrypt and a busy service: what judges a password may take longer than a question. */
export const PASSWORD_TIMEOUT_MS = 20_000;
const REPEAT_PLAN: RetryPlan = { tries: 3, firstMs: 250, longestMs: 2_000 };

function mayPass(failure: Failure): boolean {
  return isLineFailure(failure) || failure.code === 'service-failed' || failure.code === 'too-many-requests';
}

export function createAsking(ports: AskingPorts): Asking {
  const once = async <S extends z.ZodType>(question: Question<S>): Promise<Result<z.output<S>>> => {
    const origin = await ports.origin();
    if (!origin.ok) return failed(markNotDone(origin.failure));
    const onLine = (answer: Result<null>): void => {
      if (question.probe !== true) ports.onLine(answer);
    };
    try {
      const answer = await ports.send({
        method: question.method,
        url: origin.value + question.path,
        headers: {
          ...(question.accessToken === undefined ? {} : { authorization: `Bearer ${question.accessToken}` }),
          ...(question.idempotencyKey === undefined ? {} : { 'idempotency-key': question.idempotencyKey }),
        },
        timeoutMs: question.timeoutMs ?? TIMEOUT_MS,
        ...(question.body === undefined ? {} : { body: question.body }),
      });
      if (answer.status < 200 || answer.status > 299) {
        const failure = failureOf(answer);
        onLine(isLineFailure(failure) ? failed(failure) : success(null));
        return failed(failure);
      }
      onLine(success(null));
      if (question.answer === null) return success(undefined as z.output<S>);
      const checked = question.answer.safeParse(answer.body);
      if (checked.success) return success(checked.data);
      ports.log.error('service answer invalid', { path: question.path, issues: checked.error.issues.slice(0, 5) });
      return failed({ code: 'service-answer-invalid' });
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      const failure = failureOfLine(error);
      onLine(failed(failure));
      return failed(failure);
    }
  };
  return {
    once,
    async repeated<S extends z.ZodType>(question: Question<S>, plan = REPEAT_PLAN): Promise<Result<z.output<S>>> {
      const doubt = { arose: false };
      const ask = async (): Promise<Result<z.output<S>>> => {
        const answer = await once(question);
        if (!answer.ok && mayBeDone(answer.failure)) doubt.arose = true;
        return answer;
      };
      const answer = await withRetry(ask, mayPass, plan, ports);
      // The last try may never have arrived, but one before it did: the copy is not marked as not done.
      return !answer.ok && doubt.arose ? failed({ ...answer.failure }) : answer;
    },
    async order(question): Promise<Result<null>> {
      const answer = await once({ ...question, answer: null });
      return answer.ok ? success(null) : answer;
    },
  };
}
