import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { profile, operatorProfile } from '#protocol/api/profile.ts';
import { startServer, type RunningServer } from '../../../server.ts';
import type { StartOptions } from '../../../start-options.ts';
import { Browser, Program, ticketOf } from '#tests/operator/identity-fixture.ts';

describe('social sign-in of a whole service', () => {
  let folder: string;
  let server: RunningServer | null = null;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cabinet-networks-'));
  });
  afterEach(async () => {
    await server?.close();
    server = null;
    await rm(folder, { recursive: true, force: true });
  });

  async function start(options: Partial<StartOptions>): Promise<string> {
    server = await startServer({
      address: { kind: 'sqlite', file: path.join(folder, 'operator.sqlite') },
      port: 0,
      demo: false,
      console: false,
      logLevel: 'silent',
      passwordCost: { logN: 4, r: 1, p: 1 },
      ...options,
    });
    return server.origin;
  }

  it('is taken down and put back by the console, network by network', async () => {
    const origin = await start({ console: true });
    const setDown = async (provider: string, down: boolean): Promise<number> => {
      const url = new URL(fillPath(operations.console.setIdentityProviderFault.path, { provider }), origin);
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ down }) })).status;
    };
    expect(await setDown('myspace', true)).toBe(400);
    expect(await setDown('ok', true)).toBe(200);
    const stop = await new Browser().open(new Program(origin).address('ok'));
    expect(stop.url.searchParams.get('error')).toBe('temporarily_unavailable');
    await ticketOf(origin, 'vk');
    expect(await setDown('ok', false)).toBe(200);
    await ticketOf(origin, 'ok');
  });

  it('stops with the service', async () => {
    const origin = await start({});
    const browser = new Browser();
    const signIn = await browser.open(new Program(origin).address('vk'));
    await server?.close();
    await expect(fetch(signIn.url)).rejects.toThrow();
  });

  it('is not offered with mock networks where real people’s data is', async () => {
    const origin = await start({ production: true });
    const published = operatorProfile.parse(await (await fetch(new URL(profile.read.path, origin))).json());
    expect(published.identityProviders.map((one) => one.enabled)).toEqual([false, false, false]);
    for (const provider of ['vk', 'ok', 'facebook']) {
      const authorize = await new Browser().open(new Program(origin).address(provider));
      expect([authorize.status, authorize.url.pathname]).toEqual([404, operations.oauth.authorize.path]);
      const callback = new URL(fillPath(operations.oauth.callback.path, { provider }), origin);
      expect((await new Browser().open(callback)).status).toBe(404);
    }
  });

  it('comes back to the address that the operator has set', async () => {
    const origin = await start({ publicOrigin: 'https://cabinet.example' });
    const browser = new Browser();
    await browser.open(new Program(origin).address('vk'));
    const asked = new URL(browser.visited[1] ?? '').searchParams;
    expect(asked.get('redirect_uri')).toBe('https://cabinet.example/oauth/callback/vk');
    const metadata = (await (await fetch(new URL(operations.oauth.metadata.path, origin))).json()) as {
      issuer: string;
    };
    expect(metadata.issuer).toBe('https://cabinet.example');
  });

  it('is not there where the operator has set none and anybody can say any', async () => {
    const origin = await start({ host: '0.0.0.0' });
    const local = origin.replace('0.0.0.0', '127.0.0.1');
    expect((await fetch(new URL(operations.oauth.metadata.path, local))).status).toBe(404);
    const stop = await new Browser().open(new Program(local).address('vk'));
    expect([stop.status, stop.url.pathname]).toEqual([503, operations.oauth.authorize.path]);
  });
});
