import { registrations } from '#protocol/api/sign-in.ts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { lineFault, methodFault, paymentSystemFault, type LineFault } from '#protocol/api/console.ts';
import { profile, operatorProfile } from '#protocol/api/profile.ts';
import { health } from '#protocol/api/health.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath, paths } from '#protocol/api/paths.ts';
import { paymentMethods } from '#protocol/api/payments.ts';
import { readMethodSwitches } from '../../domains/payments/index.ts';
import { startServer, type RunningServer } from '../../server.ts';

describeOnDatabases('the console’s faults', (kind) => {
  let database: TestDatabase;
  let server: RunningServer;
  const start = (): Promise<RunningServer> =>
    startServer({
      address: database.address,
      port: 0,
      demo: false,
      console: true,
      passwordCost: { logN: 4, r: 1, p: 1 },
      paymentProvider: null,
      logLevel: 'silent',
    });
  beforeAll(async () => {
    database = await freshDatabase(kind);
    server = await start();
  });
  beforeEach(() => disturb({}));
  afterAll(async () => {
    await server.close();
    await database.remove();
  });

  const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(server.origin + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  async function disturb(fault: Partial<LineFault>): Promise<void> {
    const whole = { delayMs: 0, failShare: 0, cutShare: 0, ...fault };
    const answer = await ask('PUT', operations.console.setConnectionFault.path, whole);
    expect(lineFault.parse(await answer.json())).toEqual(whole);
  }
  const registration = (email: string): object => ({
    email,
    password: 'a long enough password',
    advertisingConsent: false,
    consentTextVersion: '2026-09',
    language: 'en',
  });
  const letters = async (): Promise<number> =>
    (await server.core.db.selectFrom('letters').select('id').execute()).length;

  it('refuse before the work', async () => {
    await disturb({ failShare: 1 });
    const before = await letters();
    const answer = await ask('POST', registrations.create.path, registration('anna@example.test'));
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject({ code: 'service-unavailable' });
    expect(await letters()).toBe(before);
    await disturb({});
    expect((await ask('POST', registrations.create.path, registration('anna@example.test'))).status).toBe(202);
  });

  it('cut a response after the work was done', async () => {
    await disturb({ cutShare: 1 });
    const before = await letters();
    const asked = ask('POST', registrations.create.path, registration('boris@example.test'));
    await expect(asked.then((answer) => answer.text())).rejects.toThrow();
    expect(await letters()).toBeGreaterThan(before);
    // Half of what is there has come: the head says how long the whole would be.
    const answer = await ask('GET', profile.read.path);
    expect(answer.status).toBe(200);
    let read = 0;
    const toTheEnd = async (): Promise<void> => {
      for await (const part of answer.body as AsyncIterable<Uint8Array>) read += part.length;
    };
    await expect(toTheEnd()).rejects.toThrow();
    expect(read).toBeLessThan(Number(answer.headers.get('content-length')));
    await disturb({});
    const whole = await ask('GET', profile.read.path);
    expect(operatorProfile.safeParse(await whole.json()).success).toBe(true);
  });

  it('delay a response', async () => {
    await disturb({ delayMs: 300 });
    const before = performance.now();
    expect((await ask('GET', profile.read.path)).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(290);
  });

  it('do not affect console, health checks and pages', async () => {
    await disturb({ failShare: 1, cutShare: 1 });
    for (const path of [
      health.live.path,
      health.ready.path,
      operations.console.readClock.path,
      paths.consoleFaultsPage,
      operations.oauth.metadata.path,
    ]) {
      const answer = await ask('GET', path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect((await answer.text()).length).toBeGreaterThan(0);
    }
    // The event stream answers 401 for lack of a token, not 503.
    expect((await ask('GET', operations.events.stream.path)).status).toBe(401);
  });

  it.each([
    { delayMs: -1, failShare: 0, cutShare: 0 },
    { delayMs: 10_001, failShare: 0, cutShare: 0 },
    { delayMs: 0.5, failShare: 0, cutShare: 0 },
    { delayMs: 0, failShare: 1.1, cutShare: 0 },
    { delayMs: 0, failShare: 0, cutShare: -0.1 },
    { delayMs: 0, failShare: 0 },
  ])('refuse %j, and stay as they were', async (fault) => {
    expect((await ask('PUT', operations.console.setConnectionFault.path, fault)).status).toBe(400);
    expect((await ask('GET', profile.read.path)).status).toBe(200);
  });

  it('switch each payment method off and on, also across a restart', async () => {
    const put = async (method: string, off: boolean): Promise<unknown> => {
      const answer = await ask('PUT', fillPath(operations.console.setPaymentMethodFault.path, { method }), { off });
      return methodFault.parse(await answer.json());
    };
    for (const method of paymentMethods) expect(await put(method, true)).toEqual({ off: true });
    expect(await readMethodSwitches(server.core.db)).toEqual(new Set(paymentMethods));
    for (const method of paymentMethods.slice(1)) expect(await put(method, false)).toEqual({ off: false });
    await server.close();
    server = await start();
    expect(await readMethodSwitches(server.core.db)).toEqual(new Set([paymentMethods[0]]));
    const unknown = await ask('PUT', fillPath(operations.console.setPaymentMethodFault.path, { method: 'gold' }), {
      off: true,
    });
    expect(unknown.status).toBe(400);
  });

  it('reject an invalid payment system fault', async () => {
    const wrong = { down: true, lostWebhooks: 'yes' };
    expect(paymentSystemFault.safeParse(wrong).success).toBe(false);
    expect((await ask('PUT', operations.console.setPaymentSystemFault.path, wrong)).status).toBe(400);
  });
});
