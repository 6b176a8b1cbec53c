import { describe, expect, it } from 'vitest';
import { loadProfile } from './load.ts';

describe('the operator profile', () => {
  it('of NTV-PLUS matches the protocol’s schema and has the documented numbers', () => {
    expect(loadProfile()).toMatchObject({
      id: 'ntv-plus',
      hotline: { display: '8-800-555-67-89' },
      smsShortNumber: '3116',
      timeZone: 'Europe/Moscow',
      billing: { warnDaysLeft: [3, 1], forecastDays: 60, untilHorizonDays: 366, paymentMinKopecks: 1_000 },
    });
  });

  it('with an unknown id is refused', () => {
    expect(() => loadProfile('nobody')).toThrow('no operator profile');
  });
});
