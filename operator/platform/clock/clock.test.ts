import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { openCore, type Core, type CoreOptions } from '../lifecycle/core.ts';
import { migrations } from '../../migrations/index.ts';
import { drawnMoment, noAccount } from '#tests/operator/test-database.ts';
import { seedDemo } from '../../outside/seed/seed-demo.ts';
import { systemTime } from './system-time.ts';

describeOnDatabases('the service’s clock', (kind) => {
  let database: TestDatabase;
  const open: Core[] = [];
  beforeEach(async () => {
    database = await freshDatabase(kind);
  });
  afterEach(async () => {
    for (const core of open.splice(0)) await core.close();
    await database.remove();
  });
  async function start(options: Omit<CoreOptions, 'address' | 'migrations'>): Promise<Core> {
    const core = await openCore({ migrations, address: database.address, ...options });
    open.push(core);
    return core;
  }

  it('keeps an advance across a restart', async () => {
    const first = await start({ time: () => 1_000 });
    await first.clock.advance(500);
    await first.clock.advance(86_400_000);
    expect(first.clock.now()).toBe(86_401_500);
    expect((await start({ time: () => 2_000 })).clock.now()).toBe(86_402_500);
  });

  it('sums the advances of two instances and reads them on reload', async () => {
    const [first, second] = [await start({ time: () => 0 }), await start({ time: () => 0 })];
    await Promise.all([first.clock.advance(1), second.clock.advance(10), first.clock.advance(100)]);
    await first.clock.reload();
    await second.clock.reload();
    expect([first.clock.now(), second.clock.now()]).toEqual([111, 111]);
  });

  it.each([-1, 0.5, Number.NaN])('cannot be moved by %d', async (ms) => {
    const { clock } = await start({ time: () => 0 });
    await expect(clock.advance(ms)).rejects.toThrow('forward');
  });

  it('starts a fresh database at the given time and keeps the stored offset of an existing one', async () => {
    const first = await start({ time: () => 5_000, clockStart: drawnMoment });
    expect(first.clock.now()).toBe(drawnMoment);
    expect(first.clock.today()).toBe('2026-11-22');
    await seedDemo(first, { createAccount: noAccount });
    const again = await start({ time: () => 9_000, clockStart: drawnMoment });
    expect(again.clock.now()).toBe(drawnMoment + 4_000);
  });
});

describe('system time', () => {
  afterEach(() => vi.useRealTimers());

  it('does not go back when the computer’s clock is set back', () => {
    vi.useFakeTimers({ now: 1_000_000 });
    const time = systemTime();
    vi.setSystemTime(1_000_500);
    expect(time()).toBe(1_000_500);
    vi.setSystemTime(400_000);
    expect(time()).toBe(1_000_500);
  });
});
