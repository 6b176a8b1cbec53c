import { request } from 'node:http';
import { operatorEvent, streamHello, type OperatorEvent } from '#protocol/events/events.ts';

/** Test helper: reads an event stream without an SSE library, so that tests see the raw frames. */
export interface StreamReader {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  /** Ids of the events in arrival order. */
  readonly ids: number[];
  readonly events: OperatorEvent[];
  readonly hello: string[];
  readonly ended: { code: string }[];
  comments: number;
  /** Resolves when the condition holds; checked at each chunk. */
  until(condition: () => boolean): Promise<void>;
  /** Resolves when the service closed the connection. */
  readonly closed: Promise<void>;
  /** Closes the connection. */
  cut(): void;
  pause(): void;
  resume(): void;
}

/** Opens `GET /v1/events` on a running service. */
export function openStream(origin: string, token: string, lastEventId?: number): Promise<StreamReader> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    if (lastEventId !== undefined) headers['last-event-id'] = String(lastEventId);
    const call = request(`${origin}/v1/events`, { headers, agent: false }, (answer) => {
      let text = '';
      const waiting = new Set<() => void>();
      const look = (): void => {
        for (const one of waiting) one();
      };
      const closed = new Promise<void>((done) => {
        answer.once('close', () => {
          done();
          look();
        });
      });
      const reader: StreamReader = {
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        ids: [],
        events: [],
        hello: [],
        ended: [],
        comments: 0,
        closed,
        until: (condition) =>
          new Promise((done, failed) => {
            const one = (): void => {
              if (condition()) done();
              else if (answer.destroyed) failed(new Error('The stream was closed before.'));
              else return;
              waiting.delete(one);
            };
            waiting.add(one);
            one();
          }),
        cut: () => call.destroy(),
        pause: () => answer.pause(),
        resume: () => answer.resume(),
      };
      answer.setEncoding('utf8');
      answer.on('error', () => undefined);
      answer.on('data', (chunk: string) => {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          take(reader, text.slice(0, end));
          text = text.slice(end + 2);
        }
        look();
      });
      resolve(reader);
    });
    call.on('error', reject);
    call.end();
  });
}

function take(reader: StreamReader, frame: string): void {
  if (frame.startsWith(':')) {
    reader.comments += 1;
    return;
  }
  const fields = Object.fromEntries(
    frame.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
  const data: unknown = JSON.parse(fields['data'] ?? 'null');
  if (fields['event'] === 'hello') reader.hello.push(streamHello.parse(data).lastEventId);
  else if (fields['event'] === 'session-ended') reader.ended.push(data as { code: string });
  else {
    const event = operatorEvent.parse(data);
    if (event.type !== fields['event'] || event.id !== fields['id']) throw new Error(`A frame at odds: ${frame}`);
    reader.events.push(event);
    reader.ids.push(Number(event.id));
  }
}
