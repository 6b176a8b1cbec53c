import type { OperatorEvent } from '#protocol/events/events.ts';
import type { Language } from '#protocol/primitives.ts';
import { notificationText, summaryText, veiledText, type NotificationText } from './notification-texts.ts';

/** Events older than this are summed up: nobody wants yesterday's news one by one. */
const OLD_MS = 24 * 3_600_000;
/** How long after the last old event the sum is told. */
const SETTLE_MS = 400;

export interface EventReporter {
  report(event: OperatorEvent): void;
  /** Forgets old events not yet told (signed out). */
  reset(): void;
  /** The lock is open: behind the next one it may be said anew that there is something. */
  opened(): void;
}

/**
 * Turns operator events into notifications.
 *
 * @param ports.veiled whether the program is locked: then one notification says that there is something, and no more
 * @param ports.now the service's present, epoch ms
 * @param ports.later calls back after ms; returns how to call it off
 */
export function createEventReporter(ports: {
  readonly language: () => Language;
  readonly veiled: () => boolean;
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => () => void;
  /** `about`: what happened; null: several things, or what is not said. */
  readonly show: (text: NotificationText, contractNumber: string | null, about: OperatorEvent['type'] | null) => void;
}): EventReporter {
  let old: OperatorEvent[] = [];
  let callOff: (() => void) | null = null;
  /** It was said since the lock fell that there is something. */
  let saidVeiled = false;
  const tellVeiled = (): void => {
    if (!saidVeiled) ports.show(veiledText(ports.language()), null, null);
    saidVeiled = true;
  };
  const tellOld = (): void => {
    const events = old;
    old = [];
    callOff = null;
    const [only] = events;
    if (!only) return;
    if (ports.veiled()) {
      tellVeiled();
      return;
    }
    const text = events.length === 1 ? notificationText(only, ports.language()) : null;
    ports.show(
      text ?? summaryText(events.length, ports.language()),
      only.contractNumber,
      text === null ? null : only.type,
    );
  };
  return {
    report(event): void {
      const text = notificationText(event, ports.language());
      if (text === null) return;
      if (ports.veiled()) {
        tellVeiled();
        return;
      }
      if (ports.now() - Date.parse(event.at) <= OLD_MS) {
        ports.show(text, event.contractNumber, event.type);
        return;
      }
      old.push(event);
      callOff?.();
      callOff = ports.later(SETTLE_MS, tellOld);
    },
    reset(): void {
      callOff?.();
      callOff = null;
      old = [];
      saidVeiled = false;
    },
    opened(): void {
      saidVeiled = false;
    },
  };
}
