import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { deferred, type Deferred } from '../../app/deferred.ts';
import type { HttpSend } from '../../operator/http.ts';
import type { Authorization, IdentityTicket, SocialStart } from './authorization.ts';
import type { Loopback } from './loopback.ts';

/** How long the browser is waited for. */
export const BROWSER_WAIT_MS = 600_000;
/** How long the page "you can close this tab" can still be reloaded. */
export const LINGER_MS = 30_000;

/** Who a person is at a social network, found out in their own browser (RFC 8252); one at a time. */
export interface SocialSignIn {
  /**
   * Opens the network's page in the system's browser and waits until it comes back. The ticket never leaves main and is
   * never logged. A second start calls the first one off. Errors: `browser-not-opened`, `provider-denied`,
   * `provider-unavailable`, `provider-timeout` (10 minutes are over, or it was called off), `provider-answer-invalid`,
   * `service-*`.
   */
  start(input: SocialStart): Promise<Result<IdentityTicket>>;
  /** The page once more while one waits for it. Errors: `browser-not-opened`, `provider-timeout` (nobody waits). */
  showBrowser(): Promise<Result<null>>;
  /** Calls off what is under way: its `start` answers `provider-timeout`. */
  cancel(): void;
}

/** What a sign-in through a network needs from outside of it. */
export interface SocialPorts {
  readonly send: HttpSend;
  /** The operator service's origin; waits while it is starting. */
  readonly origin: () => Promise<Result<string>>;
  /** Hands the authorize address to the system's browser: `openAuthorize` of the gateway for links. */
  readonly open: (address: string) => Promise<Result<null>>;
  /** The browser came back: brings the program to the front. */
  readonly returned: () => void;
  /** Calls back after ms; returns how to call it off. */
  readonly later: (ms: number, run: () => void) => () => void;
}

/** One way through the browser, from `start` to its answer. */
interface Attempt {
  /** Aborted when it is called off, or its time is over. */
  readonly off: AbortController;
  /** What the waiting comes to: the browser's answer, or why there is none. */
  readonly outcome: Deferred<Result<URLSearchParams>>;
  listener: Loopback | null;
  /** Set while the browser is waited for. */
  address: string | null;
}

const calledOff = <T>(): Result<T> => failed({ code: 'provider-timeout' });

/** The sign-in through social networks; its parts and their library are loaded when it is first used. */
export function createSocialSignIn(ports: SocialPorts): SocialSignIn {
  let current: Attempt | null = null;
  /** Closes the listener of the last attempt, which stays open for a while. */
  let closeLast: (() => void) | null = null;

  const show = async (address: string): Promise<Result<null>> => {
    const opened = await ports.open(address);
    return opened.ok ? opened : failed({ code: 'browser-not-opened' });
  };

  const run = async (attempt: Attempt, input: SocialStart): Promise<Result<IdentityTicket>> => {
    const { signal } = attempt.off;
    const isOff = (): boolean => signal.aborted;
    const origin = await ports.origin();
    if (!origin.ok) return origin;
    const [{ openLoopback }, { beginAuthorization }] = await Promise.all([
      import('./loopback.ts'),
      import('./authorization.ts'),
    ]);
    if (isOff()) return calledOff();
    let authorization: Authorization | null = null;
    attempt.listener = await openLoopback({
      language: input.language,
      receive: (parameters) => {
        if (authorization === null || !authorization.answeredBy(parameters)) return false;
        // The first answer counts; the same or another one of this wait gets the page as well and changes nothing.
        attempt.outcome.resolve(success(parameters));
        return true;
      },
    });
    if (isOff()) return calledOff();
    const begun = await beginAuthorization({
      ...input,
      send: ports.send,
      origin: origin.value,
      redirectUri: attempt.listener.redirectUri,
      signal,
    });
    if (!begun.ok) return begun;
    if (isOff()) return calledOff();
    authorization = begun.value;
    attempt.address = authorization.address;
    // Not waited for: a browser may be back before the system says that it was opened.
    void show(authorization.address).then((shown) => {
      if (!shown.ok) attempt.outcome.resolve(shown);
    });
    const outcome = await attempt.outcome.promise;
    attempt.address = null;
    if (!outcome.ok) return outcome;
    ports.returned();
    return authorization.finish(outcome.value);
  };

  const callOff = (attempt: Attempt): void => {
    attempt.off.abort();
    attempt.outcome.resolve(calledOff());
  };

  /** Keeps the listener open for a reload of the page; closes that of a cancelled attempt at once. */
  const leave = ({ listener, off }: Attempt): void => {
    if (listener === null) return;
    if (off.signal.aborted) {
      listener.close();
      return;
    }
    const stop = ports.later(LINGER_MS, () => closeLast?.());
    closeLast = (): void => {
      closeLast = null;
      stop();
      listener.close();
    };
  };

  const cancel = (): void => {
    if (current !== null) callOff(current);
    closeLast?.();
  };

  return {
    async start(input): Promise<Result<IdentityTicket>> {
      cancel();
      const attempt: Attempt = { off: new AbortController(), outcome: deferred(), listener: null, address: null };
      current = attempt;
      const stop = ports.later(BROWSER_WAIT_MS, () => callOff(attempt));
      const off = new Promise<Result<IdentityTicket>>((resolve) => {
        attempt.off.signal.addEventListener('abort', () => resolve(calledOff()));
      });
      try {
        return await Promise.race([off, run(attempt, input).finally(() => leave(attempt))]);
      } catch {
        // The error may carry the answer's code or the ticket: it ends here.
        return failed({ code: 'unexpected' });
      } finally {
        stop();
        if (current === attempt) current = null;
      }
    },
    showBrowser(): Promise<Result<null>> {
      const address = current?.address ?? null;
      return address === null ? Promise.resolve(calledOff()) : show(address);
    },
    cancel,
  };
}
