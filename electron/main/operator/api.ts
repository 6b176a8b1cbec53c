import type { z } from 'zod';
import { demoSubscribers, type DemoSubscribers } from '#protocol/http/demo.ts';
import { overview, type Overview } from '#protocol/http/overview.ts';
import { overviewPath, paths } from '#protocol/http/paths.ts';
import { operatorProfile, type OperatorProfile } from '#protocol/http/profile.ts';
import { tokenGrant, type SignInRequest, type TokenGrant } from '#protocol/http/sessions.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { Log } from '../app/log.ts';
import { failureOf, failureOfLine, isLineFailure } from './failures.ts';
import { LineError, type HttpSend } from './http.ts';
import { withRetry, type RetryPorts } from './retry.ts';

/** The service's verbs. Those with `accessToken` speak for a person; main attaches the token here and nowhere else. */
export interface OperatorApi {
  ready(): Promise<Result<null>>;
  profile(): Promise<Result<OperatorProfile>>;
  demoSubscribers(): Promise<Result<DemoSubscribers>>;
  signIn(request: SignInRequest): Promise<Result<TokenGrant>>;
  refresh(refreshToken: string): Promise<Result<TokenGrant>>;
  endSession(accessToken: string, timeoutMs?: number): Promise<Result<null>>;
  overview(accessToken: string, contractNumber: string): Promise<Result<Overview>>;
}

const TIMEOUT_MS = 10_000;
/** scrypt and a busy service: a sign-in may take longer than a question. */
const SIGN_IN_TIMEOUT_MS = 20_000;
const READY_TIMEOUT_MS = 1_500;
const GET_PLAN = { tries: 3, firstMs: 250, longestMs: 2_000 };
/** All tries of a refresh stay well within the time in which the service takes the previous token again (30 s). */
const REFRESH_TIMEOUT_MS = 6_000;
const REFRESH_PLAN = { tries: 3, firstMs: 300, longestMs: 1_500 };

interface Question<S extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly answer: S | null;
  readonly accessToken?: string;
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** Asked in order to judge the line: whoever asks does so. */
  readonly probe?: true;
}

/**
 * @param ports.origin the service's origin, or the failure that stands for there being none
 * @param ports.onLine told after each exchange but the probe whether there was an answer; the failure says why not
 */
export function createOperatorApi(
  ports: RetryPorts & {
    readonly send: HttpSend;
    readonly origin: () => Promise<Result<string>>;
    readonly onLine: (answer: Result<null>) => void;
    readonly log: Log;
  },
): OperatorApi {
  const once = async <S extends z.ZodType>(question: Question<S>): Promise<Result<z.output<S>>> => {
    const origin = await ports.origin();
    if (!origin.ok) return origin;
    const onLine = (answer: Result<null>): void => {
      if (question.probe !== true) ports.onLine(answer);
    };
    try {
      const answer = await ports.send({
        method: question.method,
        url: origin.value + question.path,
        headers: question.accessToken === undefined ? {} : { authorization: `Bearer ${question.accessToken}` },
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
  const get = <S extends z.ZodType>(question: Omit<Question<S>, 'method'>): Promise<Result<z.output<S>>> =>
    withRetry(() => once({ ...question, method: 'GET' }), retryable, GET_PLAN, ports);
  const retryable = (failure: Parameters<typeof isLineFailure>[0]): boolean =>
    isLineFailure(failure) || failure.code === 'service-failed' || failure.code === 'too-many-requests';
  const nothing = async (answer: Promise<Result<unknown>>): Promise<Result<null>> => {
    const result = await answer;
    return result.ok ? success(null) : result;
  };
  return {
    ready: () =>
      nothing(once({ method: 'GET', path: paths.ready, answer: null, timeoutMs: READY_TIMEOUT_MS, probe: true })),
    profile: () => get({ path: paths.profile, answer: operatorProfile }),
    demoSubscribers: () => get({ path: paths.demoSubscribers, answer: demoSubscribers }),
    // Never asked twice by itself: each failed try counts against the account.
    signIn: (body) =>
      once({ method: 'POST', path: paths.sessions, answer: tokenGrant, body, timeoutMs: SIGN_IN_TIMEOUT_MS }),
    // Safe to repeat: the service takes the same token again within its grace when the answer was lost.
    refresh: (refreshToken) =>
      withRetry(
        () =>
          once({
            method: 'POST',
            path: paths.refresh,
            answer: tokenGrant,
            body: { refreshToken },
            timeoutMs: REFRESH_TIMEOUT_MS,
          }),
        retryable,
        REFRESH_PLAN,
        ports,
      ),
    endSession: (accessToken, timeoutMs = TIMEOUT_MS) =>
      nothing(once({ method: 'DELETE', path: paths.currentSession, answer: null, accessToken, timeoutMs })),
    overview: (accessToken, contractNumber) =>
      get({ path: overviewPath(contractNumber), answer: overview, accessToken }),
  };
}
