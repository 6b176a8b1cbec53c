import { describe, expect, it } from 'vitest';
import { loadProfile } from './load.ts';

describe('the operator profile', () => {
  it('of NTV-PLUS is of the protocol’s form and has the numbers of the rules', () => {
    expect(loadProfile()).toMatchObject({
      id: 'ntv-plus',
      hotline: { display: '8-800-555-67-89' },
      smsShortNumber: '3116',
      timeZone: 'Europe/Moscow',
      billing: { warnDaysLeft: [3, 1], forecastDays: 60, untilHorizonDays: 366, paymentMinKopecks: 1_000 },
    });
  });

  it('of nobody is refused', () => {
    expect(() => loadProfile('nobody')).toThrow('no operator profile');
  });
});
