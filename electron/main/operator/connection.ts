import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { ConnectionStatus } from '#protocol/ipc/state.ts';
import { createObservable, type Observable } from '../app/observable.ts';

/** The line to the service: where it is, and whether it answers. */
export interface ServiceLine {
  readonly status: Pick<Observable<ConnectionStatus>, 'get' | 'watch'>;
  /** The service's origin; waits while it is starting, fails with the reason when it is not coming. */
  origin(): Promise<Result<string>>;
  /** The service stands at an origin and answers. */
  found(origin: string): void;
  /** The service is gone; `code` says why. Its origin is forgotten (the next one has another port). */
  lost(code: ErrorCode): void;
  /**
   * What an exchange told about the line. Once the line is known, an exchange only raises a doubt that the probe settles:
   * one question may fail while all others are answered, and the line would go down and up with each of them.
   */
  heard(answer: Result<null>): void;
  /** Looks at once whether it is back. */
  look(): Promise<ConnectionStatus>;
  stop(): void;
}

/** While down the line is looked at this often. */
export const LOOK_EVERY_MS = 1_500;
/** How long a question waits for a service that is still starting. */
const START_WAIT_MS = 20_000;

function sameStatus(a: ConnectionStatus, b: ConnectionStatus): boolean {
  return a.state === b.state && (a.state !== 'down' || (b.state === 'down' && a.code === b.code));
}

/**
 * @param ports.origin known from the start (a remote service), or null (the embedded one tells it)
 * @param ports.probe asks the service whether it is ready
 * @param ports.later calls back after ms; returns how to call it off
 * @param ports.now epoch ms
 */
export function createServiceLine(ports: {
  readonly origin: string | null;
  readonly probe: () => Promise<Result<null>>;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly now: () => number;
}): ServiceLine {
  let origin = ports.origin;
  let callOff: (() => void) | null = null;
  let waiting: ((answer: Result<string>) => void)[] = [];
  let stopped = false;
  const status = createObservable<ConnectionStatus>({ state: 'connecting' }, sameStatus);

  const release = (answer: Result<string>): void => {
    const all = waiting;
    waiting = [];
    for (const answerTo of all) answerTo(answer);
  };
  const up = (): void => {
    callOff?.();
    callOff = null;
    status.set({ state: 'up' });
    if (origin !== null) release(success(origin));
  };
  const down = (failure: Failure): void => {
    status.set({ state: 'down', code: failure.code, since: new Date(ports.now()).toISOString() });
    release(failed({ code: failure.code }));
    plan();
  };
  const plan = (): void => {
    if (stopped || callOff !== null || origin === null) return;
    callOff = ports.later(LOOK_EVERY_MS, () => {
      callOff = null;
      void look();
    });
  };
  let looking: Promise<void> | null = null;
  const probe = async (asked: string): Promise<void> => {
    const answer = await ports.probe();
    // Lost or found anew meanwhile: the answer is about a service that is no longer ours.
    if (stopped || origin !== asked) return;
    if (answer.ok) up();
    else down(answer.failure);
  };
  const look = async (): Promise<ConnectionStatus> => {
    if (origin !== null && !stopped) {
      looking ??= probe(origin).finally(() => {
        looking = null;
      });
      await looking;
    }
    return status.get();
  };
  return {
    status,
    origin(): Promise<Result<string>> {
      if (origin !== null) return Promise.resolve(success(origin));
      const current = status.get();
      if (current.state === 'down') return Promise.resolve(failed({ code: current.code }));
      return new Promise((resolve) => {
        const off = ports.later(START_WAIT_MS, () => resolve(failed({ code: 'service-timeout' })));
        waiting.push((answer) => {
          off();
          resolve(answer);
        });
      });
    },
    found(where): void {
      origin = where;
      up();
    },
    lost(code): void {
      origin = null;
      callOff?.();
      callOff = null;
      down({ code });
    },
    heard(answer): void {
      const { state } = status.get();
      if (state === 'connecting') {
        if (answer.ok) up();
        else down(answer.failure);
      } else if (answer.ok !== (state === 'up')) {
        void look();
      }
    },
    look,
    stop(): void {
      stopped = true;
      callOff?.();
      callOff = null;
      release(failed({ code: 'service-unreachable' }));
    },
  };
}
