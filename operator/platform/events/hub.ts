import { streamControl, type SessionEndCode } from '#protocol/events/events.ts';
import type { SessionStanding } from '../http/caller.ts';
import { audiencesOf, type EventSource, type Listener, type StoredEvent } from './event-source.ts';

/** Where a stream's bytes go: the raw answer of a request. */
export interface StreamSink {
  write(chunk: string): boolean;
  readonly writableLength: number;
  once(event: 'drain' | 'close', listener: () => void): unknown;
  removeListener(event: 'drain' | 'close', listener: () => void): unknown;
  end(chunk?: string): unknown;
  destroy(): unknown;
}

/** Who listens, and from where on. */
export interface StreamRequest extends Listener {
  readonly sessionId: string;
  /** The client's `Last-Event-ID`; null: it begins with what comes. */
  readonly lastEventId: number | null;
  readonly sink: StreamSink;
}

interface Stream {
  readonly sessionId: string;
  readonly listener: Listener;
  readonly audiences: readonly string[];
  readonly sink: StreamSink;
  /** Id up to which everything was sent. */
  sent: number;
  /** Heartbeats in a row that found unsent bytes. */
  stuck: number;
  open: boolean;
}

export interface HubDeps {
  readonly source: EventSource;
  /** How the sessions of the open streams stand; asked at each heartbeat. */
  readonly standings: (sessionIds: readonly string[]) => Promise<Map<string, SessionStanding>>;
  /** Streams of one session; a further one ends the oldest, most likely one whose line was cut. */
  readonly streamsPerSession: number;
  readonly onError: (error: unknown) => void;
}

export interface EventHub {
  /** Reads where the events stand; streams can be opened from then on. */
  start(): Promise<void>;
  /** Something may have been committed: read on. Cheap; many calls at once are one reading. */
  wake(): void;
  /** Opens a stream: `hello`, what was missed, then what comes. Resolves once it is live or closed. */
  open(request: StreamRequest): Promise<void>;
  /** Ends the streams of a session for good. */
  endSession(sessionId: string, code: SessionEndCode): void;
  /** Keeps lines open and ends streams whose session is over. Called by a timer, and after the clock moved. */
  beat(): Promise<void>;
  /** How many streams are open. */
  readonly size: number;
  /** Ends all streams; clients come back with their last id. */
  close(): void;
}

const BATCH = 200;
/** A consumer with more than this unsent is dropped; it comes back with its last id and misses nothing. */
const MOST_UNSENT_BYTES = 256 * 1024;
const MOST_STUCK_BEATS = 4;

/**
 * One reader of the events for all streams of this instance. Each stream catches up by reading its own
 * events up to where the reader stands, and is then given what the reader finds; since both count by id and ids rise
 * in the order of commits, nothing is lost and nothing comes twice.
 */
export function createEventHub(deps: HubDeps): EventHub {
  const { source, standings, streamsPerSession, onError } = deps;
  const streams = new Set<Stream>();
  const live = new Map<string, Set<Stream>>();
  const bySession = new Map<string, Set<Stream>>();
  let readId = 0;
  let reading: Promise<void> | null = null;
  let again = false;
  let closed = false;

  function forget(stream: Stream): void {
    if (!stream.open) return;
    stream.open = false;
    streams.delete(stream);
    drop(bySession, stream.sessionId, stream);
    for (const audience of stream.audiences) drop(live, audience, stream);
  }

  /** Cuts the line of one who does not take what is sent; they come back with their last id. */
  function abandon(stream: Stream): void {
    forget(stream);
    stream.sink.destroy();
  }

  function send(stream: Stream, chunk: string): void {
    stream.sink.write(chunk);
    if (stream.sink.writableLength > MOST_UNSENT_BYTES) abandon(stream);
  }

  function deliver(event: StoredEvent): void {
    for (const stream of live.get(event.audience) ?? []) {
      if (event.id <= stream.sent) continue;
      stream.sent = event.id;
      send(stream, event.frame);
    }
  }

  async function readOn(): Promise<void> {
    do {
      again = false;
      for (let more = true; more && !closed;) {
        const batch = await source.after(readId, BATCH);
        for (const event of batch) {
          readId = event.id;
          deliver(event);
        }
        more = batch.length === BATCH;
      }
      // `wake` may set it while the batch is being read.
    } while (isAgain());
  }
  const isAgain = (): boolean => again && !closed;

  function wake(): void {
    if (closed) return;
    again = true;
    reading ??= readOn()
      .catch(onError)
      .finally(() => {
        reading = null;
      });
  }

  async function catchUp(stream: Stream): Promise<void> {
    while (stream.open) {
      const upTo = readId;
      const missed = await source.for(stream.listener, stream.sent, upTo, BATCH);
      for (const event of missed) {
        if (!isOpen(stream)) return;
        stream.sent = event.id;
        if (!stream.sink.write(event.frame)) await drained(stream.sink);
      }
      if (missed.length === BATCH) continue;
      stream.sent = Math.max(stream.sent, upTo);
      // No await between this look and going live: the reader cannot get ahead unseen.
      if (upTo !== readId) continue;
      if (isOpen(stream)) for (const audience of stream.audiences) add(live, audience, stream);
      return;
    }
  }

  function finish(stream: Stream, chunk?: string): void {
    forget(stream);
    stream.sink.end(chunk);
  }

  function endSession(sessionId: string, code: SessionEndCode): void {
    const data = JSON.stringify({ code });
    for (const stream of [...(bySession.get(sessionId) ?? [])]) {
      finish(stream, `event: ${streamControl.sessionEnded}\ndata: ${data}\n\n`);
    }
  }

  return {
    wake,
    endSession,
    get size() {
      return streams.size;
    },
    async start() {
      readId = await source.newestId();
    },
    async open({ sessionId, accountId, contracts, lastEventId, sink }) {
      // A database made anew counts from the beginning; an id from before it is no place to go on from.
      const from = Math.min(lastEventId ?? readId, readId);
      const listener = { accountId, contracts };
      const audiences = audiencesOf(listener);
      const stream: Stream = { sessionId, listener, audiences, sink, sent: from, stuck: 0, open: !closed };
      if (closed) {
        sink.end();
        return;
      }
      const [oldest] = bySession.get(sessionId) ?? [];
      if (oldest && (bySession.get(sessionId)?.size ?? 0) >= streamsPerSession) finish(oldest);
      streams.add(stream);
      add(bySession, sessionId, stream);
      sink.once('close', () => {
        forget(stream);
      });
      const hello = JSON.stringify({ lastEventId: String(from) });
      send(stream, `event: ${streamControl.hello}\nid: ${from}\ndata: ${hello}\n\n`);
      await catchUp(stream);
    },
    async beat() {
      for (const stream of [...streams]) {
        stream.stuck = stream.sink.writableLength > 0 ? stream.stuck + 1 : 0;
        if (stream.stuck > MOST_STUCK_BEATS) abandon(stream);
        else send(stream, ':\n\n');
      }
      const ids = [...bySession.keys()];
      if (ids.length === 0) return;
      for (const [id, standing] of await standings(ids)) {
        if (standing !== 'alive') endSession(id, `session-${standing}`);
      }
    },
    close() {
      closed = true;
      for (const stream of [...streams]) finish(stream);
    },
  };
}

/** Asked through a function: the stream may have closed during an await. */
function isOpen(stream: Stream): boolean {
  return stream.open;
}

function add<Key>(index: Map<Key, Set<Stream>>, key: Key, stream: Stream): void {
  const set = index.get(key);
  if (set) set.add(stream);
  else index.set(key, new Set([stream]));
}

function drop<Key>(index: Map<Key, Set<Stream>>, key: Key, stream: Stream): void {
  const set = index.get(key);
  set?.delete(stream);
  if (set?.size === 0) index.delete(key);
}

/** Resolves when the sink takes more, or is gone. */
function drained(sink: StreamSink): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      sink.removeListener('drain', done);
      sink.removeListener('close', done);
      resolve();
    };
    sink.once('drain', done);
    sink.once('close', done);
  });
}
