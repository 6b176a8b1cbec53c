import { expect, test } from 'vitest';
import { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import { failed, success } from '#protocol/errors/problem.ts';
import type { Operation } from '#protocol/operation.ts';
import { operationExamples } from '#tests/examples/index.ts';
import { quietLog } from '#tests/main/session.fixture.ts';
import { createCall } from '../operator/call.ts';
import type { HttpRequest } from '../operator/http.ts';

const problem = { type: 'about:blank', title: 't', status: 500, code: 'service-failed' };

/** Calls an operation with its example at a service that fails; returns the requests. */
async function requestsOf(operation: Operation, input: unknown): Promise<HttpRequest[]> {
  const sent: HttpRequest[] = [];
  const call = createCall({
    send: (request) => {
      sent.push(request);
      return Promise.resolve({ status: 500, body: problem, retryAfter: null, contentType: 'application/problem+json' });
    },
    origin: () => Promise.resolve(success('http://operator')),
    onExchange: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
    log: quietLog,
  });
  const options = operation.auth === 'none' ? {} : { accessToken: 'access-1' };
  const send = call as (of: Operation, input: unknown, options: object) => Promise<unknown>;
  expect(await send(operation, input, options)).toEqual(failed({ code: 'service-failed' }));
  return sent;
}

const examples = operationExamples;
const second = 1_000;

test.each<[Operation, unknown, string, number, number]>([
  [accounts.read, examples.accounts.read.input, 'GET /v1/account', 3, 10 * second],
  [accounts.security, examples.accounts.security.input, 'GET /v1/account/security', 3, 10 * second],
  [accounts.changePassword, examples.accounts.changePassword.input, 'PUT /v1/account/password', 1, 20 * second],
  [accounts.changeEmail, examples.accounts.changeEmail.input, 'POST /v1/account/email', 1, 20 * second],
  [accounts.confirmEmail, examples.accounts.confirmEmail.input, 'POST /v1/email-changes/confirmation', 1, 10 * second],
  [accounts.changePhone, examples.accounts.changePhone.input, 'POST /v1/account/phone', 1, 20 * second],
  [accounts.confirmPhone, examples.accounts.confirmPhone.input, 'POST /v1/account/phone/confirmation', 1, 10 * second],
  [
    accounts.setAdvertisingConsent,
    examples.accounts.setAdvertisingConsent.input,
    'PUT /v1/account/consents/advertising',
    3,
    10 * second,
  ],
  [accounts.data, examples.accounts.data.input, 'GET /v1/account/data', 3, 10 * second],
  [accounts.delete, examples.accounts.delete.input, 'POST /v1/account/deletion', 1, 20 * second],
  [devices.list, examples.devices.list.input, 'GET /v1/account/sessions', 3, 10 * second],
  [devices.end, { sessionId: 'a/b' }, 'DELETE /v1/account/sessions/a%2Fb', 1, 10 * second],
  [devices.endOthers, examples.devices.endOthers.input, 'DELETE /v1/account/sessions', 1, 10 * second],
  [identities.link, examples.identities.link.input, 'POST /v1/account/identities', 1, 20 * second],
  [identities.unlink, examples.identities.unlink.input, 'POST /v1/account/identities/vk/unlink', 1, 20 * second],
  [twoStep.setUp, examples.twoStep.setUp.input, 'POST /v1/account/two-step', 1, 20 * second],
  [twoStep.confirm, examples.twoStep.confirm.input, 'POST /v1/account/two-step/confirmation', 1, 60 * second],
  [
    twoStep.renewRecoveryCodes,
    examples.twoStep.renewRecoveryCodes.input,
    'POST /v1/account/two-step/recovery-codes',
    1,
    60 * second,
  ],
  [twoStep.turnOff, examples.twoStep.turnOff.input, 'POST /v1/account/two-step/off', 1, 20 * second],
])('$id is sent as declared: changes once, reads and the consent again', async (operation, input, line, times, ms) => {
  const sent = await requestsOf(operation, input);
  expect(sent.map(({ method, url }) => `${method} ${url.replace('http://operator', '')}`)).toEqual(
    Array.from({ length: times }, () => line),
  );
  const { accessToken, body, timeoutMs } = sent[0]!;
  expect(accessToken).toBe(operation.auth === 'none' ? undefined : 'access-1');
  expect(timeoutMs).toBe(ms);
  const params = Object.keys(operation.params?.shape ?? {});
  const fields = Object.entries(input as object).filter(([name]) => !params.includes(name));
  expect(body).toEqual(operation.body === undefined ? undefined : Object.fromEntries(fields));
});
