import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operations } from '#protocol/api/operations.ts';
import { startServer, type RunningServer } from '../../server.ts';
import type { StartOptions } from '../../start-options.ts';
import { createProviderClient } from '../../platform/payment-provider/client.ts';
import {
  providerFile,
  connectPaymentProvider,
  type ConnectedProvider,
  type ConnectProviderOptions,
} from './provider-process.ts';
import { merchant, orderFor, testProvider, type TestTime } from '#tests/operator/payment-provider-fixture.ts';

describe('connecting the payment system', () => {
  const time: TestTime = { now: Date.parse('2026-11-22T09:00:00Z') };
  let folder: string;
  const connected: ConnectedProvider[] = [];
  const errors: unknown[] = [];
  const address = (): StartOptions['address'] => ({ kind: 'sqlite', file: path.join(folder, 'operator.sqlite') });

  async function connect(changes: Partial<ConnectProviderOptions> = {}): Promise<ConnectedProvider> {
    const one = await connectPaymentProvider({
      choice: undefined,
      production: false,
      address: address(),
      time: () => time.now,
      aheadMs: 3_600_000,
      log: { level: 'silent', sink: { write: () => undefined } },
      onError: (error) => errors.push(error),
      ...changes,
    });
    connected.push(one);
    return one;
  }
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plus-cabinet-reach-'));
    errors.length = 0;
  });
  afterEach(async () => {
    for (const one of connected.splice(0)) await one.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('starts a built-in one beside the data, at the operator’s time', async () => {
    const { access } = await connect();
    const order = await createProviderClient(access).createOrder(orderFor());
    expect(order.createdAt).toBe('2026-11-22T10:00:00.000Z');
    expect(existsSync(path.join(folder, 'payment-provider.sqlite'))).toBe(true);
  });

  it('has none in production or when disabled', async () => {
    expect((await connect({ production: true })).access).toBeNull();
    expect((await connect({ choice: null })).access).toBeNull();
    await expect(createProviderClient(null).createOrder(orderFor())).rejects.toMatchObject({ trouble: 'refused' });
  });

  it('uses an external one, also in production, without waiting for it', async () => {
    const choice = { origin: 'http://127.0.0.1:1', merchantKey: 'm', webhookSecret: 'w', controlKey: 'c' };
    expect((await connect({ choice, production: true })).access).toBe(choice);
    await expect.poll(() => errors.length).toBe(1);
  });

  it('reports one that cannot start and continues without it', async () => {
    await mkdir(path.join(folder, 'payment-provider.sqlite'));
    expect((await connect()).access).toBeNull();
    expect(errors).toHaveLength(1);
  });

  it('uses one order file per PostgreSQL database, independent of the password', () => {
    const of = (url: string): string => providerFile({ kind: 'postgres', url });
    expect(of('postgres://a:b@h/one')).toBe(of('postgres://a:c@h/one'));
    expect(of('postgres://a:b@h/one')).not.toBe(of('postgres://a:b@h/two'));
  });

  describe('from a running service', () => {
    const servers: RunningServer[] = [];
    afterEach(async () => {
      for (const server of servers.splice(0)) await server.close();
    });
    async function serve(changes: Partial<StartOptions>): Promise<RunningServer> {
      const options = { address: address(), port: 0, demo: false, console: true, logLevel: 'silent' };
      const server = await startServer({ ...options, time: () => time.now, ...changes });
      servers.push(server);
      return server;
    }

    it('sends the time when the console moves the clock', async () => {
      const provider = await testProvider(time, merchant());
      connected.push({ access: provider.access, close: () => provider.close() });
      const server = await serve({ paymentProvider: provider.access });
      const moved = await fetch(`${server.origin}${operations.console.advanceClock.path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ms: 7_200_000 }),
      });
      expect(moved.status).toBe(200);
      const order = await createProviderClient(provider.access).createOrder(orderFor());
      expect(order.createdAt).toBe('2026-11-22T11:00:00.000Z');
    });

    it('continues without one whose store is unusable', async () => {
      await mkdir(path.join(folder, 'payment-provider.sqlite'));
      const lines: string[] = [];
      const server = await serve({ logLevel: 'error', logSink: { write: (line) => lines.push(line) } });
      expect((await fetch(`${server.origin}/health/ready`)).status).toBe(200);
      expect(lines.join('')).toContain('background work failed');
    });
  });
});
