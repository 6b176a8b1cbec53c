import { effectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clockText, lengthText, useCountdown } from './countdown.ts';

describe('useCountdown', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ticks whole seconds down and calls once at the end', () => {
    const scope = effectScope();
    const done = vi.fn();
    const countdown = scope.run(() => useCountdown(() => performance.now()))!;
    countdown.start(2500, done);
    expect(countdown.secondsLeft.value).toBe(3);
    vi.advanceTimersByTime(500);
    expect(countdown.secondsLeft.value).toBe(2);
    vi.advanceTimersByTime(1000);
    expect(countdown.secondsLeft.value).toBe(1);
    expect(done).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(countdown.secondsLeft.value).toBe(0);
    expect(done).toHaveBeenCalledTimes(1);
    scope.stop();
  });
});

describe('clockText and lengthText', () => {
  it('write a wait', () => {
    expect([0, 9, 61, 3600].map(clockText)).toEqual(['0:00', '0:09', '1:01', '60:00']);
    expect(lengthText(30_000, 'en')).toBe('30 seconds');
    expect(lengthText(60_000, 'ru')).toMatch(/^1\s минута$|^1\sминута$/);
    expect(lengthText(86_400_000, 'en')).toBe('24 hours');
    expect(lengthText(90_000, 'sv')).toMatch(/^90\ssekunder$/);
  });
});
