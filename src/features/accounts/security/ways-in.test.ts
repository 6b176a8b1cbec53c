import { describe, expect, it } from 'vitest';
import { security, socialOnly } from '../../../testing/security.fixture.ts';
import { isLastWayIn, protection, waysIn } from './ways-in.ts';

describe('waysIn', () => {
  it('counts a password only with an address to type beside it', () => {
    expect(waysIn(security)).toEqual(['password', 'vk']);
    expect(waysIn({ ...security, email: null })).toEqual(['vk']);
    expect(waysIn(socialOnly)).toEqual(['vk']);
  });
});

describe('isLastWayIn', () => {
  it('is true for the network that alone opens the account', () => {
    expect(isLastWayIn(socialOnly, 'vk')).toBe(true);
    expect(isLastWayIn(security, 'vk')).toBe(false);
    const two = [...socialOnly.identities, { provider: 'ok' as const, name: null, linkedAt: '2026-03-03T10:00:00Z' }];
    expect(isLastWayIn({ ...socialOnly, identities: two }, 'vk')).toBe(false);
  });
});

describe('protection', () => {
  const since = '2026-09-03T10:00:00Z';
  it.each([
    [{ on: false } as const, 'one-step'],
    [{ on: true, since, recoveryCodesLeft: 10 } as const, 'two-steps'],
    [{ on: true, since, recoveryCodesLeft: 3 } as const, 'two-steps'],
    [{ on: true, since, recoveryCodesLeft: 2 } as const, 'codes-low'],
    [{ on: true, since, recoveryCodesLeft: 0 } as const, 'codes-low'],
  ])('%j is %s', (twoStep, expected) => expect(protection({ ...security, twoStep })).toBe(expected));
});
