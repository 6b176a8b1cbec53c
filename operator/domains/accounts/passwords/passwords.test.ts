import { describe, expect, it } from 'vitest';
import { createPasswords, fullPasswordCost, type PasswordCost } from './passwords.ts';

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

  it('cost one hash of the same cost whether or not there is an account or a readable hash', async () => {
    const costs: PasswordCost[] = [];
    const passwords = createPasswords(fullPasswordCost, (_password, _salt, cost) => {
      costs.push(cost);
      return Promise.resolve(Buffer.alloc(32));
    });
    const stored = await passwords.hash('the right password');
    for (const one of [stored, null, '', 'plain']) await passwords.matches('a wrong password', one);
    expect(costs).toEqual(Array(5).fill(fullPasswordCost));
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
