import { sessions } from '#protocol/api/sign-in.ts';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { problem } from '#protocol/errors/problem.ts';
import { consoleClock } from '#protocol/api/console.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { demo, demoSubscribers } from '#protocol/api/demo.ts';
import { contractOverview, overview, type Overview } from '#protocol/api/overview.ts';
import { health } from '#protocol/api/health.ts';
import { operations } from '#protocol/api/operations.ts';
import { requestPath } from '#protocol/operation.ts';
import { tokenGrant } from '#protocol/api/sessions.ts';
import type { TimeSource } from './platform/clock/system-time.ts';
import { openStream, type StreamReader } from './platform/events/stream-reader.ts';
import { registerDocs } from './platform/http/docs-page.ts';
import { startServer, type RunningServer } from './server.ts';
import type { StartOptions } from './start-options.ts';

/** A time source that starts at the given time and runs in real time. */
function timeFrom(moment: string): TimeSource {
  const shift = Date.parse(moment) - Date.now();
  return () => Date.now() + shift;
}

describeOnDatabases('the running service', (kind) => {
  let database: TestDatabase;
  const servers: RunningServer[] = [];
  const readers: StreamReader[] = [];
  beforeEach(async () => {
    database = await freshDatabase(kind);
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.cut();
    for (const server of servers.splice(0)) await server.close();
    await database.remove();
  });

  async function start(options: Partial<StartOptions> = {}): Promise<RunningServer> {
    const server = await startServer({
      address: database.address,
      port: 0,
      demo: true,
      console: true,
      time: timeFrom('2026-11-22T12:00:00Z'),
      paymentProvider: { file: ':memory:' },
      logLevel: 'silent',
      passwordCost: { logN: 4, r: 1, p: 1 },
      ...options,
    });
    servers.push(server);
    return server;
  }

  async function ask(origin: string, path: string, body?: unknown, token?: string): Promise<Response> {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const asked = { headers, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) };
    return fetch(origin + path, asked);
  }

  async function signIn(origin: string, key = 'blocked'): Promise<{ token: string; contract: string }> {
    const { subscribers } = demoSubscribers.parse(await (await ask(origin, demo.subscribers.path)).json());
    const { email, password } = subscribers.find((one) => one.key === key)!;
    const device = { name: 'A computer', platform: 'linux' };
    const answer = await ask(origin, sessions.create.path, { email, password, computer: 'own', device });
    const grant = tokenGrant.parse(await answer.json());
    return { token: grant.accessToken, contract: grant.account.contracts[0]!.number };
  }

  async function look(origin: string, who: { token: string; contract: string }): Promise<Overview> {
    return contractOverview.parse(
      await (
        await ask(origin, requestPath(overview.read, { contractNumber: who.contract }, {}), undefined, who.token)
      ).json(),
    );
  }

  it('takes an empty database to a blocked subscriber who pays and is unblocked', async () => {
    const { origin } = await start();
    expect((await ask(origin, health.ready.path)).status).toBe(200);
    const vera = await signIn(origin);
    const before = await look(origin, vera);
    expect(before.reception.state).toBe('blocked');
    const reader = await openStream(origin, vera.token);
    readers.push(reader);
    await reader.until(() => reader.hello.length === 1);
    const missing = before.reception.state === 'blocked' ? before.reception.backOnKopecks : 0;
    const topUp = { contractNumber: vera.contract, amountKopecks: missing, idempotencyKey: 'a-key-of-this-test' };
    const answers = await Promise.all(
      [1, 2, 3].map(async () => (await ask(origin, operations.console.createTopUp.path, topUp)).json()),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await reader.until(() => reader.events.some((event) => event.type === 'reception-restored'));
    expect(reader.events.filter((event) => event.type === 'top-up-credited')).toHaveLength(1);
    expect((await look(origin, vera)).reception.state).toBe('on');
    const other = await ask(origin, operations.console.createTopUp.path, { ...topUp, amountKopecks: missing + 1 });
    expect(problem.parse(await other.json())).toMatchObject({ code: 'input-invalid', fields: ['idempotencyKey'] });
    const nobody = await ask(origin, operations.console.createTopUp.path, {
      ...topUp,
      contractNumber: '0000000000',
      idempotencyKey: 'another-key',
    });
    expect(problem.parse(await nobody.json()).code).toBe('contract-not-found');
  });

  it('runs billing days when the console moves the clock and sends their events', async () => {
    const { origin } = await start();
    const marina = await signIn(origin, 'healthy');
    const before = await look(origin, marina);
    const reader = await openStream(origin, marina.token);
    readers.push(reader);
    await reader.until(() => reader.hello.length === 1);
    const answer = await ask(origin, operations.console.advanceClock.path, { ms: 3 * 86_400_000 });
    expect(consoleClock.parse(await answer.json()).today).toBe('2026-11-25');
    await reader.until(() => reader.events.length === 3);
    expect(reader.events.map((event) => event.type === 'daily-charged' && event.day)).toEqual([
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
    ]);
    expect((await ask(origin, accounts.read.path, undefined, marina.token)).status).toBe(401);
    const again = await signIn(origin, 'healthy');
    expect((await look(origin, again)).balanceKopecks).toBe(before.forecast.points[3]!.balanceKopecks);
  });

  it('bills at midnight without a request', async () => {
    const { origin } = await start({ time: timeFrom('2026-11-22T20:59:56Z') });
    const marina = await signIn(origin, 'healthy');
    // Read from the first id: midnight may come before the stream is open.
    const reader = await openStream(origin, marina.token, 0);
    readers.push(reader);
    await reader.until(() => reader.events.some((event) => event.type === 'daily-charged'));
  });

  it('bills missed days before it is ready and keeps data and clock across a restart', async () => {
    const first = await start();
    const marina = await signIn(first.origin, 'healthy');
    const before = await look(first.origin, marina);
    await first.close();
    const { origin } = await start({ time: timeFrom('2026-11-27T12:00:00Z') });
    const after = await look(origin, await signIn(origin, 'healthy'));
    expect(after.today).toBe('2026-11-27');
    expect(after.balanceKopecks).toBe(before.forecast.points[5]!.balanceKopecks);
  });

  it('fails when the port is taken and leaves nothing open', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toMatchObject({ code: 'service-port-taken' });
    await new Promise((resolve) => other.close(resolve));
    await start({ port });
  });

  it('stops gracefully: ends streams, answers running requests, refuses new ones', async () => {
    const server = await start();
    const { origin } = server;
    const marina = await signIn(origin, 'healthy');
    const reader = await openStream(origin, marina.token);
    readers.push(reader);
    await reader.until(() => reader.hello.length === 1);
    // A request whose body is still being sent when the shutdown begins.
    const body = JSON.stringify({
      email: 'x@example.test',
      password: 'wrong',
      computer: 'own',
      device: { name: 'x', platform: 'linux' },
    });
    const headers = { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' };
    const underWay = request(origin + sessions.create.path, { method: 'POST', headers, agent: false });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      underWay.once('response', resolve);
      underWay.once('error', reject);
    });
    await new Promise((resolve) => {
      underWay.once('continue', resolve);
      underWay.flushHeaders();
    });
    const closed = server.close();
    expect(server.close()).toBe(closed);
    await reader.closed;
    expect(reader.ended).toEqual([]);
    underWay.end(body);
    expect((await answered).resume().statusCode).toBe(401);
    await closed;
    await expect(ask(origin, health.live.path)).rejects.toThrow();
  });

  it('has neither console nor demo subscribers by default', async () => {
    const { origin } = await start({ demo: false, console: false });
    for (const path of [operations.console.readClock.path, demo.subscribers.path]) {
      expect(problem.parse(await (await ask(origin, path)).json()).code).toBe('not-found');
    }
    const posted = await ask(origin, operations.console.advanceClock.path, { ms: 1 });
    expect(problem.parse(await posted.json()).code).toBe('not-found');
  });

  it('serves its console on loopback only and not to foreign pages', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'service-failed' });
    const { origin } = await start();
    const headers = { 'content-type': 'application/json', origin: 'http://evil.example' };
    const foreign = await fetch(origin + operations.console.advanceClock.path, {
      method: 'POST',
      headers,
      body: '{"ms":1}',
    });
    expect(foreign.status).toBe(403);
    const form = await fetch(origin + operations.console.advanceClock.path, { method: 'POST', body: 'ms=1' });
    expect(form.status).toBe(400);
  });

  it('serves the reference page with its own scripts', async () => {
    const { origin } = await start({ docs: registerDocs });
    const page = await fetch(`${origin}/docs/`);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
    expect(await page.text()).toContain('swagger-ui');
  });
});
