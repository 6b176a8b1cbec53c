import { computed, onScopeDispose, ref, type ComputedRef } from 'vue';

/** A wait that ticks down, whole seconds, 0 when there is none. */
export interface Countdown {
  readonly secondsLeft: ComputedRef<number>;
  start(ms: number, then: () => void): void;
}

/**
 * Counts a wait down on the monotonic clock, so that neither a changed date nor a sleeping timer makes it longer
 * or shorter than the service said.
 */
export function useCountdown(now: () => number = () => performance.now()): Countdown {
  const secondsLeft = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tick(end: number, then: () => void): void {
    const left = end - now();
    secondsLeft.value = Math.max(0, Math.ceil(left / 1000));
    if (left <= 0) then();
    else timer = setTimeout(() => tick(end, then), left % 1000 || 1000);
  }
  onScopeDispose(() => clearTimeout(timer));

  return {
    secondsLeft: computed(() => secondsLeft.value),
    start(ms, then): void {
      clearTimeout(timer);
      tick(now() + ms, then);
    },
  };
}

/** Minutes and seconds as a clock shows them: `0:28`, `12:05`. */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const units = [
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** A length of time in words of a language, in the largest unit that is whole: "30 seconds", "2 минуты", "24 timmar". */
export function lengthText(ms: number, language: string): string {
  const whole = units.find((one) => ms >= one.ms && ms % one.ms === 0);
  const [value, unit] = whole ? [ms / whole.ms, whole.unit] : [Math.ceil(ms / 1000), 'second'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
