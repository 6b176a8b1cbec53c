import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { judgeRefresh, normaliseEmail, sessionStanding, type PresentedRefresh } from './rules.ts';

const rules = ntvPlus.accounts;
const life = { computer: 'shared', expiresAt: 1e12, lastUsedAt: 0, ended: false, endedByIdling: false } as const;

describe('a session', () => {
  it('on somebody else’s computer ends after exactly the idle time', () => {
    expect(sessionStanding(life, rules.sharedIdleMs - 1, rules)).toBe('alive');
    expect(sessionStanding(life, rules.sharedIdleMs, rules)).toBe('idle');
  });
  it('on one’s own computer never idles', () => {
    expect(sessionStanding({ ...life, computer: 'own' }, rules.ownSessionMs, rules)).toBe('alive');
  });
  it('is over at its absolute end, however busy', () => {
    const busy = { ...life, expiresAt: 500, lastUsedAt: 499 };
    expect(sessionStanding(busy, 499, rules)).toBe('alive');
    expect(sessionStanding(busy, 500, rules)).toBe('expired');
  });
  it('says how it ended', () => {
    expect(sessionStanding({ ...life, ended: true }, 0, rules)).toBe('ended');
    expect(sessionStanding({ ...life, ended: true, endedByIdling: true }, 0, rules)).toBe('idle');
  });
});

describe('a refresh token', () => {
  const previous: PresentedRefresh = {
    generation: 1,
    replacedAt: 1_000,
    current: { generation: 2, parentGeneration: 1, used: false },
  };
  it('is exchanged while it is the current one, used access token or not', () => {
    for (const used of [true, false]) {
      const current = { generation: 3, parentGeneration: 2, used };
      expect(judgeRefresh({ generation: 3, replacedAt: null, current }, 0, rules)).toBe('rotate');
    }
  });
  it('is answered again within the grace time, to the millisecond', () => {
    expect(judgeRefresh(previous, 1_000 + rules.refreshGraceMs, rules)).toBe('reissue');
    expect(judgeRefresh(previous, 1_001 + rules.refreshGraceMs, rules)).toBe('reuse');
  });
  it('is not believed once its successor was used', () => {
    const used = { ...previous, current: { ...previous.current, used: true } };
    expect(judgeRefresh(used, 1_000, rules)).toBe('reuse');
  });
  it('of a withdrawn pair, or an older one, shows reuse at any time', () => {
    const withdrawn = { generation: 2, replacedAt: null, current: { generation: 3, parentGeneration: 1, used: false } };
    expect(judgeRefresh(withdrawn, 0, rules)).toBe('reuse');
    const older = { generation: 1, replacedAt: 0, current: { generation: 3, parentGeneration: 2, used: false } };
    expect(judgeRefresh(older, 0, rules)).toBe('reuse');
  });
});

it('knows an address however it is typed', () => {
  expect(normaliseEmail('  Anna@Example.TEST ')).toBe('anna@example.test');
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(normaliseEmail(normaliseEmail(text))).toBe(normaliseEmail(text));
    }),
  );
});
