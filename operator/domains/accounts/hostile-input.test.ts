import { passwordResets, registrations, sessions } from '#protocol/api/sign-in.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accounts } from '#protocol/api/accounts.ts';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { usualLimits } from '../../platform/http/rate-limits.ts';
import { annasSignIn, testService, type TestService } from '#tests/operator/test-app.ts';
import { accountBench, type AccountBench } from '#tests/operator/account-fixture.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    '\u0000',
    '\ud800',
    "' or 1=1 --",
    'a@b.c\r\nX: y',
    '../..',
    '%00',
    '{"$gt":""}',
    '😀'.repeat(40),
  ),
);
const token = fc.oneof(fc.constant('A'.repeat(43)), text);
const password = fc.oneof(text, fc.constant(null), fc.constant('a lamp in the attic'));
const language = fc.oneof(fc.constantFrom('ru', 'en', 'sv'), text);
const place = { computer: fc.constant('own'), device: fc.record({ name: text, platform: fc.constant('linux') }) };
const email = fc.oneof(text, fc.emailAddress(), fc.constant('anna@example.test'));

/** Bodies of almost the right form for each door and each route behind sign-in. */
const bodies: ['POST' | 'PUT', string, fc.Arbitrary<object>][] = [
  ['POST', sessions.create.path, fc.record({ email, password, ...place })],
  [
    'POST',
    registrations.create.path,
    fc.record({ email, password, advertisingConsent: fc.boolean(), consentTextVersion: text, language }),
  ],
  ['POST', registrations.resendMail.path, fc.record({ email, language })],
  ['POST', registrations.confirm.path, fc.record({ token, password, ...place })],
  ['POST', passwordResets.create.path, fc.record({ email, language })],
  ['POST', passwordResets.complete.path, fc.record({ token, password })],
  ['POST', accounts.confirmEmail.path, fc.record({ token })],
  [
    'POST',
    registrations.complete.path,
    fc.record({
      contractNumber: fc.oneof(fc.constant('1000000002'), text),
      surname: text,
      firstName: text,
      patronymic: text,
      cardNumber: fc.oneof(fc.constant('100000000000'), text),
    }),
  ],
  ['PUT', accounts.changePassword.path, fc.record({ password, next: text, language })],
  ['POST', accounts.changeEmail.path, fc.record({ password, email, language })],
  [
    'POST',
    accounts.changePhone.path,
    fc.record({ password, phone: fc.oneof(text, fc.constant('+79005550100')), language }),
  ],
  ['POST', accounts.confirmPhone.path, fc.record({ code: fc.oneof(text, fc.constant('000000')) })],
  ['POST', accounts.delete.path, fc.record({ password: fc.oneof(text, fc.constant(null)), language })],
  ['PUT', accounts.setAdvertisingConsent.path, fc.record({ granted: fc.boolean(), textVersion: text })],
];

describeOnDatabases('hostile input', (kind) => {
  let database: TestDatabase;
  let service: TestService;
  let bench: AccountBench;
  let access: string;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    service = await testService(database.address, {
      limits: { ...usualLimits, perAddress: 1e9, signInsPerAddress: 1e9, perSession: 1e9 },
    });
    bench = accountBench(service);
    access = (await bench.newcomer('clara@example.test', 'a lamp in the attic')).accessToken;
  });
  afterAll(async () => {
    await service.close();
    await database.remove();
  });

  it.each(bodies)('is the asker’s problem, never a failure: %s %s', async (method, path, body) => {
    const strange = fc.oneof({ weight: 4, arbitrary: body }, { weight: 1, arbitrary: fc.object() });
    await fc.assert(
      fc.asyncProperty(strange, async (payload) => {
        const answer = await bench.ask(method, path, payload, access);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
    expect(service.log.join('')).not.toContain('"service-failed"');
  });

  it('with a NUL anywhere is refused', async () => {
    for (const payload of [
      { ...annasSignIn, email: 'a\u0000@example.test' },
      { ...annasSignIn, device: { ...annasSignIn.device, name: 'a\u0000' } },
      { ...annasSignIn, ['a\u0000']: 1 },
    ]) {
      expect((await bench.post(sessions.create.path, payload)).code).toBe('input-invalid');
    }
  });
});
