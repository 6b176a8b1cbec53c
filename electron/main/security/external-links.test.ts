import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { failed, success } from '#protocol/errors/problem.ts';
import { createOutside, type OutsidePorts } from './external-links.ts';
import { hasOpener } from './link-opener.ts';

const electron = vi.hoisted(() => ({ openExternal: vi.fn<(address: string) => Promise<void>>() }));
vi.mock('electron', () => ({ shell: electron }));

const local = 'http://127.0.0.1:4100';
const links = { site: 'https://a.example/', topUp: 'https://a.example/pay', help: 'https://help.example/' };
const profile = { links, linkHosts: ['a.example'], hotline: { dial: '88005556789' } } as unknown as OperatorProfile;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cabinet-opener-'));
  writeFileSync(path.join(folder, 'xdg-open'), '');
  chmodSync(path.join(folder, 'xdg-open'), 0o755);
  vi.stubEnv('PATH', folder);
  electron.openExternal.mockReset().mockResolvedValue();
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function outside(ports: Partial<OutsidePorts> = {}): ReturnType<typeof createOutside> {
  return createOutside({
    profile: () => Promise.resolve(success(profile)),
    origin: () => Promise.resolve(success(local)),
    isDemo: () => Promise.resolve(true),
    ...ports,
  });
}

const opened = (): string[] => electron.openExternal.mock.calls.map(([address]) => address);
const refused = failed({ code: 'link-refused' });

test('the named links of the profile, the hotline and the demo’s pages are opened', async () => {
  for (const target of [
    'site',
    'top-up',
    'hotline',
    'demo-mailbox',
    'demo-phone',
    'demo-payments',
    'demo-faults',
    'demo-clock',
  ] as const) {
    expect(await outside().open({ target })).toEqual(success(null));
  }
  expect(opened()).toEqual([
    'https://a.example/',
    'https://a.example/pay',
    'tel:88005556789',
    `${local}/console/mailbox`,
    `${local}/console/phone`,
    `${local}/console/payments-page`,
    `${local}/console/faults-page`,
    `${local}/console/time`,
  ]);
});

test('a link of the profile to a host that it does not name stays closed', async () => {
  expect(await outside().open({ target: 'help' })).toEqual(refused);
  expect(opened()).toEqual([]);
});

test('the demo’s pages stay closed where the service is no demo, or elsewhere', async () => {
  const noDemo = outside({ isDemo: () => Promise.resolve(false) });
  expect(await noDemo.open({ target: 'demo-mailbox' })).toEqual(refused);
  const elsewhere = outside({ origin: () => Promise.resolve(success('https://operator.example')) });
  expect(await elsewhere.open({ target: 'demo-phone' })).toEqual(refused);
  expect(opened()).toEqual([]);
});

test('the demo is offered where its pages can be opened', async () => {
  expect(await outside().offersDemo()).toBe(true);
  expect(await outside({ isDemo: () => Promise.resolve(false) }).offersDemo()).toBe(false);
  const elsewhere = outside({ origin: () => Promise.resolve(success('https://operator.example')) });
  expect(await elsewhere.offersDemo()).toBe(false);
  const down = outside({ origin: () => Promise.resolve(failed({ code: 'service-timeout' })) });
  expect(await down.offersDemo()).toBe(false);
});

test('the sign-in page is opened at the service’s own origin alone', async () => {
  expect(await outside().openAuthorize(`${local}/oauth/authorize?state=x`)).toEqual(success(null));
  expect(await outside().openAuthorize('https://evil.example/oauth/authorize?state=x')).toEqual(refused);
  expect(await outside().openAuthorize(`${local}/console/mailbox`)).toEqual(refused);
  expect(opened()).toEqual([`${local}/oauth/authorize?state=x`]);
});

test('why there is no address is told as it is', async () => {
  const down = outside({
    profile: () => Promise.resolve(failed({ code: 'service-unreachable' })),
    origin: () => Promise.resolve(failed({ code: 'service-timeout' })),
  });
  expect(await down.open({ target: 'site' })).toEqual(failed({ code: 'service-unreachable' }));
  expect(await down.open({ target: 'demo-mailbox' })).toEqual(failed({ code: 'service-timeout' }));
  expect(await down.openAuthorize(`${local}/oauth/authorize?state=x`)).toEqual(failed({ code: 'service-timeout' }));
});

test('a system that opens nothing is a refusal', async () => {
  electron.openExternal.mockRejectedValue(new Error('no program'));
  expect(await outside().open({ target: 'site' })).toEqual(refused);
});

test('on Linux there has to be an xdg-open; the others say so themselves', () => {
  expect(hasOpener('linux', { PATH: `/nowhere:${folder}` })).toBe(true);
  expect(hasOpener('linux', { PATH: '/nowhere' })).toBe(false);
  expect(hasOpener('linux', {})).toBe(false);
  chmodSync(path.join(folder, 'xdg-open'), 0o644);
  expect(hasOpener('linux', { PATH: folder })).toBe(false);
  expect(hasOpener('win32', {})).toBe(true);
  expect(hasOpener('darwin', {})).toBe(true);
});
