import { expect, test } from 'vitest';
import { passwordResets, registrations, sessions } from '#protocol/api/sign-in.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { Operation } from '#protocol/operation.ts';
import { exampleAccount } from '#tests/examples/accounts.ts';
import { passwordResetExamples, registrationExamples, sessionExamples } from '#tests/examples/sign-in.ts';
import { quietLog } from '#tests/main/session.fixture.ts';
import { createCall, type Call } from '../operator/call.ts';
import type { HttpAnswer, HttpRequest } from '../operator/http.ts';
import { endSession, refreshTokens } from './session-calls.ts';

const token = 'A'.repeat(43);
const second = 1_000;

function json(status: number, body: unknown): HttpAnswer {
  return { status, body, retryAfter: null, contentType: 'application/json' };
}

function problem(status: number, code: string, facts: object = {}): HttpAnswer {
  return json(status, { type: 'about:blank', title: 't', status, code, ...facts });
}

/** A client of a service that gives these answers in turn, the last one again and again. */
function clientOf(...answers: readonly HttpAnswer[]): { call: Call; sent: HttpRequest[]; waits: number[] } {
  const sent: HttpRequest[] = [];
  const waits: number[] = [];
  const call = createCall({
    send: (request) => {
      sent.push(request);
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (answer === undefined) throw new Error('no answer');
      return Promise.resolve(answer);
    },
    origin: () => Promise.resolve(success('http://operator')),
    onExchange: () => undefined,
    random: () => 0,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    log: quietLog,
  });
  return { call, sent, waits };
}

const s = sessionExamples;
const r = registrationExamples;

test.each<[Operation, unknown, string, number]>([
  [sessions.create, s.create.input, 'POST /v1/sessions', 20 * second],
  [sessions.confirmTwoStep, s.confirmTwoStep.input, 'POST /v1/sessions/two-step', 20 * second],
  [sessions.createByIdentity, s.createByIdentity.input, 'POST /v1/sessions/identity', 10 * second],
  [sessions.createByIdentityLink, s.createByIdentityLink.input, 'POST /v1/sessions/identity/link', 20 * second],
  [sessions.end, s.end.input, 'DELETE /v1/sessions/current', 10 * second],
  [sessions.unlock, s.unlock.input, 'POST /v1/sessions/current/unlock', 20 * second],
  [registrations.create, r.create.input, 'POST /v1/registrations', 20 * second],
  [registrations.resendMail, r.resendMail.input, 'POST /v1/registrations/letter', 20 * second],
  [registrations.confirm, r.confirm.input, 'POST /v1/registrations/confirmation', 20 * second],
  [registrations.complete, r.complete.input, 'POST /v1/account/contracts', 10 * second],
  [passwordResets.create, passwordResetExamples.create.input, 'POST /v1/password-resets', 20 * second],
  [passwordResets.complete, passwordResetExamples.complete.input, 'POST /v1/password-resets/completion', 20 * second],
])('$id is sent once, also when the service fails', async (operation, input, line, timeoutMs) => {
  const { call, sent } = clientOf(problem(500, 'service-failed'));
  const options = operation.auth === 'none' ? {} : { accessToken: 'access-1' };
  const send = call as (of: Operation, input: unknown, options: object) => Promise<Result<unknown>>;
  expect(await send(operation, input, options)).toEqual(failed({ code: 'service-failed' }));
  expect(sent.map(({ method, url }) => `${method} ${url.replace('http://operator', '')}`)).toEqual([line]);
  expect(sent[0]?.timeoutMs).toBe(timeoutMs);
  expect(sent[0]?.accessToken).toBe(operation.auth === 'none' ? undefined : 'access-1');
});

test('a refresh is sent three times at most, with its own time limit and waits', async () => {
  const failing = clientOf(problem(500, 'service-failed'));
  expect(await refreshTokens(failing.call, token)).toEqual(failed({ code: 'service-failed' }));
  expect(failing.sent.map(({ body, timeoutMs }) => ({ body, timeoutMs }))).toEqual(
    Array.from({ length: 3 }, () => ({ body: { refreshToken: token }, timeoutMs: 6 * second })),
  );
  expect(failing.waits).toEqual([150, 300]);
  const recovering = clientOf(problem(503, 'service-unavailable'), json(200, s.refresh.answer));
  expect(await refreshTokens(recovering.call, token)).toEqual(success(s.refresh.answer));
  const refusing = clientOf(problem(401, 'session-ended'));
  expect(await refreshTokens(refusing.call, token)).toEqual(failed({ code: 'session-ended' }));
  expect(refusing.sent).toHaveLength(1);
});

test('the time limit of ending a session can be shorter', async () => {
  const { call, sent } = clientOf({ ...json(204, null), contentType: '' });
  expect(await endSession(call, 'access-1', second)).toEqual(success(null));
  expect(await endSession(call, 'access-2')).toEqual(success(null));
  expect(sent.map(({ accessToken, timeoutMs }) => [accessToken, timeoutMs])).toEqual([
    ['access-1', second],
    ['access-2', 10 * second],
  ]);
});

test('a sign-in answers with tokens (201) or a two-step challenge (202), and no other success', async () => {
  const challenge = { twoStep: { challenge: token, expiresInMs: 300_000 } };
  const { input } = s.create;
  expect(await clientOf(json(201, s.create.answer)).call(sessions.create, input)).toEqual(success(s.create.answer));
  expect(await clientOf(json(202, challenge)).call(sessions.create, input)).toEqual(success(challenge));
  const invalid = failed({ code: 'service-answer-invalid' });
  expect(await clientOf(json(201, challenge)).call(sessions.create, input)).toEqual(invalid);
  expect(await clientOf(json(200, exampleAccount)).call(sessions.create, input)).toEqual(invalid);
});

test('the facts of a refusal arrive with its code', async () => {
  const { call } = clientOf(
    problem(409, 'account-link-needed', { email: 'a@b.example' }),
    problem(401, 'sign-in-failed', { triesLeft: 4 }),
  );
  expect(await call(sessions.createByIdentity, s.createByIdentity.input)).toEqual(
    failed({ code: 'account-link-needed', email: 'a@b.example' }),
  );
  expect(await call(sessions.create, s.create.input)).toEqual(failed({ code: 'sign-in-failed', triesLeft: 4 }));
});
