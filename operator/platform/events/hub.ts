import { streamControl, type SessionEndCode } from '#protocol/events/events.ts';
import type { SessionStanding } from '../http/caller.ts';
import { audiencesOf, type EventSource, type Listener, type StoredEvent } from './event-source.ts';

/** Output of a stream: the raw HTTP response. */
export interface StreamSink {
  write(chunk: string): boolean;
  readonly writableLength: number;
  once(event: 'drain' | 'close', listener: () => void): unknown;
  removeListener(event: 'drain' | 'close', listener: () => void): unknown;
  end(chunk?: string): unknown;
  destroy(): unknown;
}

/** A request to open a stream: the listener and its start position. */
export interface StreamRequest extends Listener {
  readonly sessionId: string;
  /** The client's `Last-Event-ID`; null: start with new events. */
  readonly lastEventId: number | null;
  readonly sink: StreamSink;
}

interface Stream {
  readonly sessionId: string;
  readonly listener: Listener;
  readonly audiences: readonly string[];
  readonly sink: StreamSink;
  /** All events up to this id have been sent. */
  sent: number;
  /** Consecutive heartbeats that found unsent bytes. */
  stuck: number;
  open: boolean;
}

export interface HubDeps {
  readonly source: EventSource;
  /** State of the sessions with open streams; called at each heartbeat. */
  readonly standings: (sessionIds: readonly string[]) => Promise<Map<string, SessionStanding>>;
  /** Maximum streams per session; another one ends the oldest, which most likely lost its connection. */
  readonly streamsPerSession: number;
  readonly onError: (error: unknown) => void;
}

export interface EventHub {
  /** Reads the newest event id. Streams can be opened afterwards. */
  start(): Promise<void>;
  /** Reads new events. Cheap; concurrent calls share one read. */
  wake(): void;
  /** Opens a stream: sends `hello`, missed events, then new ones. Resolves when it is live or closed. */
  open(request: StreamRequest): Promise<void>;
  /** Ends all streams of a session; clients must not reconnect. */
  endSession(sessionId: string, code: SessionEndCode): void;
  /** Sends heartbeats and ends streams whose session has ended. Called by a timer and after the clock was moved. */
  beat(): Promise<void>;
  /** Number of open streams. */
  readonly size: number;
  /** Ends all streams; clients reconnect with their last event id. */
  close(): void;
}

const BATCH = 200;
/** A client with more unsent bytes is disconnected; it reconnects with its last event id and misses nothing. */
const MAX_UNSENT_BYTES = 256 * 1024;
const MAX_STUCK_HEARTBEATS = 4;

/**
 * Event hub: one reader serves all streams of this instance. A new stream first reads its own missed events up to the
 * reader's position and then receives what the reader finds. Ids rise in commit order, so no event is lost or sent
 * twice.
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

  /** Disconnects a client that does not read; it reconnects with its last event id. */
  function abandon(stream: Stream): void {
    forget(stream);
    stream.sink.destroy();
  }

  function send(stream: Stream, chunk: string): void {
    stream.sink.write(chunk);
    if (stream.sink.writableLength > MAX_UNSENT_BYTES) abandon(stream);
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
      // `wake` may set it while the batch is read.
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
      // No await between this check and going live: the reader cannot advance unnoticed.
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
      // A recreated database starts counting again: an id from before is not a valid position.
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
        if (stream.stuck > MAX_STUCK_HEARTBEATS) abandon(stream);
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

/** A function, so that the compiler does not narrow the state: the stream may close during an await. */
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

/** Resolves when the sink has drained or closed. */
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
