import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createPaymentList } from '../payments/payment-list.ts';
import { keptPayments, type PaymentRecord } from '../payments/payment-record.ts';
import { card } from '#tests/main/payments.fixture.ts';
import { createPromiseKeys, keptPromise } from '../promises/promise-keys.ts';

/*
 * Watches the calls of the file system below electron-store: its libraries take the functions of `fs` when they are
 * loaded, so these are replaced before the store is imported.
 */
const calls: string[] = [];
const opened = new Map<number, string>();
/** Called before each step; may throw what the system would say. True for `write`: only half of it is written. */
let fault: (step: string) => boolean = () => false;

const real = {
  openSync: fs.openSync,
  writeSync: fs.writeSync as (fd: number, data: string | Uint8Array, ...rest: unknown[]) => number,
  fsyncSync: fs.fsyncSync,
  renameSync: fs.renameSync,
  accessSync: fs.accessSync,
};
const nameOf = (file: fs.PathLike): string => path.basename(String(file)).replace(/tmp-\w+/, 'tmp');
const step = (name: string): boolean => {
  calls.push(name);
  return fault(name);
};
Object.assign(fs, {
  openSync(file: fs.PathLike, ...rest: [fs.OpenMode]): number {
    step(`open ${nameOf(file)}`);
    const fd = real.openSync(file, ...rest);
    opened.set(fd, nameOf(file));
    return fd;
  },
  writeSync(fd: number, data: string | Uint8Array, ...rest: unknown[]): number {
    if (!step(`write ${opened.get(fd) ?? ''}`)) return real.writeSync(fd, data, ...rest);
    const bytes = Buffer.from(data);
    return real.writeSync(fd, bytes.subarray(0, bytes.length / 2));
  },
  fsyncSync(fd: number): void {
    step(`fsync ${opened.get(fd) ?? ''}`);
    real.fsyncSync(fd);
  },
  renameSync(from: fs.PathLike, to: fs.PathLike): void {
    step(`rename ${nameOf(from)} ${nameOf(to)}`);
    real.renameSync(from, to);
  },
  accessSync(file: fs.PathLike, mode?: number): void {
    step('access');
    real.accessSync(file, mode);
  },
});
syncBuiltinESMExports();
const { openTestStore, profileFolder, testKeys } = await import('#tests/main/store.fixture.ts');
const { createSealedValue } = await import('./sealed-value.ts');

afterEach(() => {
  fault = () => false;
  calls.length = 0;
});

function failing(code: string, at: RegExp, times = Number.POSITIVE_INFINITY): (name: string) => boolean {
  let left = times;
  return (name) => {
    if (!at.test(name) || left <= 0) return false;
    left -= 1;
    throw Object.assign(new Error(code), { code });
  };
}

const folderName = (folder: string): string => path.basename(folder);
const durable = (folder: string): string[] => [
  'write store.json.tmp',
  'fsync store.json.tmp',
  'rename store.json.tmp store.json',
  `fsync ${folderName(folder)}`,
];
const relevant = (folder: string): string[] => calls.filter((call) => durable(folder).includes(call));
const sealed = { backend: 'keychain', data: Buffer.from('sealed session').toString('base64') };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const payer = { accountId: 'a1', kept: true };
const record: PaymentRecord = {
  id: 'r1',
  service: 'embedded',
  accountId: 'a1',
  key: 'k'.repeat(36),
  request: card,
  payee: card.payee,
  maskedName: '',
  contractNumber: card.payee,
  amountKopecks: card.amountKopecks,
  method: card.method,
  phase: 'sending',
  because: null,
  startedAt: '2026-11-22T10:00:00.000Z',
  brokeAt: null,
  lastAskedAt: null,
  payment: null,
};

test('a value is on disk when the call returns: written, fsync, renamed, fsync of the folder', () => {
  const folder = profileFolder();
  const store = openTestStore(folder);
  calls.length = 0;
  store.set({ session: sealed });
  expect(relevant(folder)).toEqual([...durable(folder), `fsync ${folderName(folder)}`]);
  // The boot file follows the store.
  expect(calls.findIndex((call) => call.includes('boot.json'))).toBeGreaterThan(
    calls.indexOf('rename store.json.tmp store.json'),
  );
});

test('a tracked payment is on disk before its request is sent', async () => {
  const folder = profileFolder();
  const file = createSealedValue(openTestStore(folder), 'payments', keptPayments, testKeys());
  const list = createPaymentList({ file, service: 'embedded', payer: () => payer, now: () => 0, log: quiet });
  await list.load();
  calls.length = 0;
  await list.add(record, true);
  calls.push('request');
  expect([...relevant(folder).slice(0, 4), calls.at(-1)]).toEqual([...durable(folder), 'request']);
});

test('a promise key is on disk before its request is sent', async () => {
  const folder = profileFolder();
  const file = createSealedValue(openTestStore(folder), 'promise', keptPromise, testKeys());
  const keys = createPromiseKeys({ file, service: 'embedded', payer: () => payer, log: quiet });
  calls.length = 0;
  let before: string[] = [];
  await keys.take({ contractNumber: '1234567890', amountKopecks: 10_000, dueOn: '2026-11-27' }, () => {
    before = relevant(folder).slice(0, 4);
    return Promise.resolve({ ok: false, failure: { code: 'service-timeout' } });
  });
  expect(before).toEqual(durable(folder));
});

test.each(['EPERM', 'EBUSY', 'EACCES'])('a file held by another program (%s) is tried again', (code) => {
  const folder = profileFolder();
  const store = openTestStore(folder);
  fault = failing(code, /^rename store\.json\.tmp/, 3);
  store.set({ session: sealed });
  expect(calls.filter((call) => call.startsWith('rename store.json.tmp'))).toHaveLength(4);
  expect(openTestStore(folder).get('session')).toEqual(sealed);
});

test('it is not tried for ever', () => {
  const folder = profileFolder();
  const notices: string[] = [];
  const store = openTestStore(folder, notices);
  fault = failing('EPERM', /^rename store\.json\.tmp/);
  const began = performance.now();
  expect(() => store.set({ session: sealed })).toThrow('not writable');
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(notices).toEqual(['profile-folder-unwritable']);
});

test('a read-only folder is not tried at all', () => {
  const folder = profileFolder();
  const store = openTestStore(folder);
  calls.length = 0;
  fault = failing('EROFS', /^access$/);
  expect(() => store.set({ session: sealed })).toThrow('not writable');
  expect(calls).toEqual(['access']);
});

test('a write cut short by a full disk is noticed: the content before it stays', () => {
  const folder = profileFolder();
  const notices: string[] = [];
  const store = openTestStore(folder, notices);
  store.set({ session: sealed, theme: 'dark' });
  fault = (name) => name === 'write store.json.tmp';
  expect(() => store.set({ theme: 'light' })).toThrow('cut short');
  expect(notices).toEqual(['profile-folder-full']);
  expect(store.get('theme')).toBe('dark');
  fault = () => false;
  const next = openTestStore(folder, notices);
  expect(next.get('session')).toEqual(sealed);
  expect(next.get('theme')).toBe('dark');
  expect(notices).toEqual(['profile-folder-full']);
});

test('a first write cut short leaves no file', () => {
  const folder = profileFolder();
  fault = (name) => name === 'write store.json.tmp';
  expect(() => openTestStore(folder).set({ theme: 'light' })).toThrow('cut short');
  expect(fs.existsSync(path.join(folder, 'store.json'))).toBe(false);
});

test('killed after a write was cut short: the next start has the content before it', () => {
  const folder = profileFolder();
  openTestStore(folder).set({ session: sealed });
  const file = path.join(folder, 'store.json');
  fs.renameSync(file, `${file}.previous`);
  fs.writeFileSync(file, '{"version":1,"ses');
  const notices: string[] = [];
  expect(openTestStore(folder, notices).get('session')).toEqual(sealed);
  expect(notices).toEqual([]);
});

test('killed at any step of a write: the next start has the old content or the new one, whole', () => {
  for (let kill = 0; ; kill += 1) {
    const folder = profileFolder();
    const store = openTestStore(folder);
    store.set({ session: sealed, theme: 'dark' });
    let steps = 0;
    const run = { killed: false };
    fault = () => {
      if (steps < kill) {
        steps += 1;
        return false;
      }
      // From here on nothing reaches the disk any more.
      run.killed = true;
      throw Object.assign(new Error('killed'), { code: 'EIO' });
    };
    try {
      store.set({ theme: 'light' });
    } catch {
      // The program is gone.
    }
    fault = () => false;
    const notices: string[] = [];
    const next = openTestStore(folder, notices);
    expect(next.get('session')).toEqual(sealed);
    expect(['dark', 'light']).toContain(next.get('theme'));
    expect(notices).toEqual([]);
    if (!run.killed) break;
    expect(kill).toBeLessThan(50);
  }
});

test('on a full disk a value is removed all the same: overwritten in place', () => {
  const folder = profileFolder();
  const store = openTestStore(folder);
  const payments = { backend: 'keychain', data: Buffer.from('sealed payments').toString('base64') };
  store.set({ session: sealed, payments });
  fault = failing('ENOSPC', /^write store\.json\.tmp/);
  store.remove('session');
  expect(store.get('session')).toBeUndefined();
  expect(fs.readFileSync(path.join(folder, 'store.json'), 'utf8')).not.toContain(sealed.data);
  fault = () => false;
  const notices: string[] = [];
  const next = openTestStore(folder, notices);
  expect(next.get('session')).toBeUndefined();
  expect(next.get('payments')).toEqual(payments);
  expect(notices).toEqual([]);
});

test('files of the version before stay until the store has their values on disk', () => {
  const folder = profileFolder();
  const old = path.join(folder, 'session.sealed');
  fs.writeFileSync(old, 'keychain\nsealed');
  fault = failing('ENOSPC', /^write store\.json\.tmp/);
  const notices: string[] = [];
  const store = openTestStore(folder, notices);
  expect(notices).toEqual(['profile-folder-full']);
  expect(fs.existsSync(old)).toBe(true);
  expect(store.get('session')).toBeDefined();
  // An outdated session must not be taken over by the next start.
  store.remove('session');
  expect(fs.existsSync(old)).toBe(false);
  fs.writeFileSync(old, 'keychain\nsealed');
  fault = () => false;
  expect(openTestStore(folder).get('session')).toBeDefined();
  expect(fs.existsSync(old)).toBe(false);
});
