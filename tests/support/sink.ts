import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A foreign web site on the loopback interface that records its requests. */
export interface Sink {
  readonly origin: string;
  readonly visits: readonly string[];
  stop(): Promise<void>;
}

export function startSink(page = '<!doctype html><title>elsewhere</title>'): Promise<Sink> {
  const visits: string[] = [];
  const server = createServer((request, answer) => {
    visits.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        visits,
        stop: () =>
          new Promise((done) => {
            server.closeAllConnections();
            server.close(() => {
              done();
            });
          }),
      });
    });
  });
}
