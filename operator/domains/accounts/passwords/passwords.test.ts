import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '#tests/databases.ts';
import { anna, annasSignIn, testService } from '#tests/operator/test-app.ts';
import { createPasswords, fullPasswordCost } from './passwords.ts';

const cheap = { logN: 4, r: 1, p: 1 };

describe('passwords', () => {
  it('are stored by scrypt at the full cost, as a PHC string, each with a salt of its own', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hash('correct horse battery');
    expect(stored).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(fullPasswordCost).toEqual({ logN: 17, r: 8, p: 1 });
    expect(await passwords.matches('correct horse battery', stored)).toBe(true);
    expect(await passwords.matches('correct horse batterz', stored)).toBe(false);
    const again = createPasswords(cheap);
    expect(await again.hash('same')).not.toBe(await again.hash('same'));
  });

  it('are the same however their letters are composed, and in nothing else', async () => {
    const passwords = createPasswords(cheap);
    const stored = await passwords.hash('Lösenord');
    expect(await passwords.matches('Lo\u0308senord', stored)).toBe(true);
    expect(await passwords.matches('lösenord', stored)).toBe(false);
  });

  it('never match where there is no account or no readable hash', async () => {
    const passwords = createPasswords(cheap);
    for (const stored of [null, '', 'plain', '$scrypt$ln=4,r=1,p=1$$']) {
      expect(await passwords.matches('', stored)).toBe(false);
    }
  });

  it('of a set share a salt, so that one is found by a single hash, at the cost it was stored at', async () => {
    const stored = await createPasswords({ logN: 5, r: 2, p: 1 }).hash('one of them');
    const passwords = createPasswords(cheap);
    expect(await passwords.hashLike('one of them', stored)).toBe(stored);
    const other = await passwords.hashLike('another of them', stored);
    expect(other).not.toBe(stored);
    expect(other.split('$').slice(0, 4)).toEqual(stored.split('$').slice(0, 4));
    expect(await passwords.matches('another of them', other)).toBe(true);
    await expect(passwords.hashLike('one of them', 'plain')).rejects.toThrow('no hash of ours');
  });

  it('are worked on two at a time, the rest in turn, and not without end', async () => {
    const passwords = createPasswords({ logN: 10, r: 8, p: 1 });
    const results = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.hash('x')));
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(66);
    for (const one of results)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'too-many-requests' });
    expect(await passwords.hash('x')).toContain('ln=10');
  });

  it('are hashed in the background after those that a request waits for, and in the end under steady load too', async () => {
    const passwords = createPasswords({ logN: 12, r: 8, p: 1 });
    const ended: string[] = [];
    const run = (name: string, hash: Promise<unknown>): Promise<unknown> => hash.then(() => ended.push(name));
    const all = [run('request', passwords.hash('x')), run('request', passwords.hash('x'))];
    all.push(run('background', passwords.hash('x', 'background')));
    for (let i = 0; i < 12; i += 1) all.push(run('request', passwords.hash('x')));
    await Promise.all(all);
    const place = ended.indexOf('background');
    expect(place).toBeGreaterThanOrEqual(4);
    expect(place).toBeLessThan(10);
  });
});

describe('sign-in', () => {
  it('takes as long for an unknown address as for a wrong password', async () => {
    const database = await freshDatabase('sqlite');
    // A cost at which the hash outweighs everything else, and the machine's noise.
    const service = await testService(database.address, { cost: { logN: 15, r: 8, p: 1 } });
    const take = async (email: string): Promise<number> => {
      const begin = performance.now();
      const wrong = { ...annasSignIn, email, password: 'wrong password' };
      await expect(service.sessions.signIn(wrong)).rejects.toMatchObject({ code: 'sign-in-failed' });
      return performance.now() - begin;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 15; i += 1) {
      // In turns, so that whatever else the machine does falls on both; the waits have passed each time.
      service.time.now += 2 * 3_600_000;
      known.push(await take(anna.email));
      unknown.push(await take('nobody@example.test'));
    }
    const median = (values: number[]): number => values.toSorted((a, b) => a - b)[7] ?? 0;
    const ratio = median(unknown) / median(known);
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
    await service.close();
    await database.remove();
  });
});
