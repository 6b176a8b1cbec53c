import { EventSource, type ErrorEvent } from 'eventsource';
import {
  eventTypes,
  operatorEvent,
  sessionEnd,
  streamControl,
  streamHello,
  type OperatorEvent,
  type SessionEndCode,
} from '#protocol/events/events.ts';
import { events } from '#protocol/api/events.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { Log } from '../logging/log.ts';
import type { Fetch } from './http.ts';
import { backoffMs } from './retry.ts';

/** The stream of operator events for the signed-in person. */
export interface EventStream {
  start(): void;
  stop(): void;
  /** The network changed or the computer woke: connects anew at once. */
  renew(): void;
}

/** Reconnects after 0.25 s at first and never later than 5 s. */
const PLAN = { tries: Number.POSITIVE_INFINITY, firstMs: 250, longestMs: 5_000 };
/** The service sends something at least every 15 s or so; a line silent for longer is dead. */
const SILENT_MS = 35_000;

/**
 * One connection at a time, each with the newest token and `Last-Event-ID`; an event counts once, by its rising id.
 *
 * @param ports.fetch `fetch` of Electron's network stack, as for every other request
 * @param ports.authorized asks with the access token, renewing it when refused
 * @param ports.onEvent reports the event; its id is remembered afterwards
 */
export function createEventStream(ports: {
  readonly fetch: Fetch;
  readonly origin: () => Promise<Result<string>>;
  readonly authorized: (ask: (accessToken: string) => Promise<Result<null>>) => Promise<Result<null>>;
  readonly lastEventId: () => string | null;
  readonly setLastEventId: (id: string) => void;
  readonly onEvent: (event: OperatorEvent) => void;
  /** A gap may have passed: whoever shows facts asks again. */
  readonly onOpen: () => void;
  readonly onEnded: (code: SessionEndCode) => void;
  readonly random: () => number;
  readonly log: Log;
}): EventStream {
  let run = 0;
  let close: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;
  let attempt = 0;
  let opened = false;

  const receive = (mine: number, event: MessageEvent): void => {
    if (mine !== run) return;
    const parsed = operatorEvent.safeParse(parseJson(String(event.data)));
    if (!parsed.success) {
      ports.log.warn('event not understood', { type: event.type });
      return;
    }
    const last = ports.lastEventId();
    if (last !== null && BigInt(parsed.data.id) <= BigInt(last)) return;
    ports.onEvent(parsed.data);
    ports.setLastEventId(parsed.data.id);
  };

  /** One connection; answers when it is over. A refused one names the refusal, so that the token can be renewed. */
  const connect = (mine: number, origin: string, accessToken: string): Promise<Result<null>> =>
    new Promise((resolve) => {
      const abort = new AbortController();
      const last = ports.lastEventId();
      const source = new EventSource(origin + events.stream.path, {
        fetch: (url, init) =>
          ports
            .fetch(url, {
              ...init,
              redirect: 'error',
              signal: abort.signal,
              headers: {
                ...init.headers,
                authorization: `Bearer ${accessToken}`,
                ...(last === null ? {} : { 'Last-Event-ID': last }),
              },
            })
            .then((response) => watched(response, alive)),
      });
      let silence: NodeJS.Timeout | null = null;
      const finish = (answer: Result<null>): void => {
        if (silence) clearTimeout(silence);
        source.close();
        abort.abort();
        if (close === end) close = null;
        resolve(answer);
      };
      const end = (): void => finish(success(null));
      const alive = (): void => {
        if (silence) clearTimeout(silence);
        silence = setTimeout(end, SILENT_MS);
      };
      close = end;
      alive();
      source.addEventListener('open', () => {
        attempt = 0;
        // The first connection follows the first overview; after a gap figures may have changed unheard.
        if (opened && mine === run) ports.onOpen();
        opened = true;
      });
      source.addEventListener(streamControl.hello, (event: MessageEvent) => {
        const hello = streamHello.safeParse(parseJson(String(event.data)));
        if (hello.success && mine === run && ports.lastEventId() === null) {
          ports.setLastEventId(hello.data.lastEventId);
        }
      });
      source.addEventListener(streamControl.sessionEnded, (event: MessageEvent) => {
        const why = sessionEnd.safeParse(parseJson(String(event.data)));
        end();
        if (mine === run) ports.onEnded(why.success ? why.data.code : 'session-ended');
      });
      for (const type of eventTypes) {
        source.addEventListener(type, (event: MessageEvent) => receive(mine, event));
      }
      source.addEventListener('error', (event: ErrorEvent) => {
        // Reconnecting is done here, with the newest token: the library would use the one of this connection.
        finish(event.code === 401 ? failed({ code: 'session-expired' }) : success(null));
      });
    });

  const loop = async (mine: number): Promise<void> => {
    while (mine === run) {
      const origin = await ports.origin();
      if (mine !== run) return;
      if (origin.ok) await ports.authorized((token) => (mine === run ? connect(mine, origin.value, token) : done()));
      if (mine !== run) return;
      attempt += 1;
      const wait = backoffMs(PLAN, Math.min(attempt, 10), ports.random);
      await new Promise<void>((resolve) => {
        timer = setTimeout(resolve, wait);
        close = resolve;
      });
      if (timer) clearTimeout(timer);
      close = null;
    }
  };
  return {
    start(): void {
      run += 1;
      close?.();
      opened = false;
      attempt = 0;
      const mine = run;
      loop(mine).catch((error: unknown) => {
        ports.log.error('event stream failed', { error });
      });
    },
    stop(): void {
      run += 1;
      close?.();
    },
    renew(): void {
      attempt = 0;
      close?.();
    },
  };
}

function done(): Promise<Result<null>> {
  return Promise.resolve(success(null));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same answer, telling of each piece that arrives (comments of the service keep the line alive too). */
function watched(response: Response, alive: () => void): Response {
  if (!response.body) return response;
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller): void {
        alive();
        controller.enqueue(piece);
      },
    }),
  );
  const copy = new Response(body, { status: response.status, headers: response.headers });
  // A made answer has no address; the library reads it for the events' origin.
  Object.defineProperty(copy, 'url', { value: response.url });
  return copy;
}
