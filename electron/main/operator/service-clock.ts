/** The service's present, from what it last said and the time passed since. */
export interface ServiceClock {
  heard(instant: string): void;
  /** Epoch ms; this computer's time as long as the service has said nothing. */
  now(): number;
}

/** Beyond this the person is told that this computer's clock differs. */
const TOLD_BEYOND_MS = 12 * 3_600_000;

/**
 * @param ports.wall epoch ms of this computer
 * @param ports.monotonic ms that no change of the wall clock moves
 * @param ports.differs told when the two clocks are further apart than half a day
 */
export function createServiceClock(ports: {
  readonly wall: () => number;
  readonly monotonic: () => number;
  readonly differs: () => void;
}): ServiceClock {
  let heard: { readonly at: number; readonly monotonic: number } | null = null;
  return {
    heard(instant): void {
      const at = Date.parse(instant);
      heard = { at, monotonic: ports.monotonic() };
      if (Math.abs(at - ports.wall()) > TOLD_BEYOND_MS) ports.differs();
    },
    now: () => (heard === null ? ports.wall() : heard.at + ports.monotonic() - heard.monotonic),
  };
}
