import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Language } from '#protocol/primitives.ts';
import { pageHeaders, returnPage } from './return-page.ts';

/** The path that the browser comes back to. */
const CALLBACK = '/callback';
/** A browser sends its request at once; whoever does not is no browser. */
const REQUEST_WAIT_MS = 10_000;
const MAX_HEADER_BYTES = 16_384;
const MAX_CONNECTIONS = 16;

/** HTTP listener on the loopback interface that receives the browser's redirect (RFC 8252, 7.3). */
export interface Loopback {
  readonly redirectUri: string;
  /** Closes it at once, with every connection. */
  close(): void;
}

/**
 * Starts the listener on a free port of 127.0.0.1.
 * @param ports.receive takes the parameters of a callback; answers whether they belong to the sign-in that waits
 */
export function openLoopback(ports: {
  readonly language: Language;
  readonly receive: (parameters: URLSearchParams) => boolean;
}): Promise<Loopback> {
  let host = '';
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const refuse = (status: number, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { ...pageHeaders, ...headers, connection: 'close' }).end();
    };
    // A page of some other name that leads to this computer (DNS rebinding) comes with that name.
    if (request.headers.host !== host) {
      refuse(421);
      return;
    }
    const [path, query = ''] = (request.url ?? '').split(/\?(.*)/s);
    if (path !== CALLBACK || request.method !== 'GET') {
      if (path === CALLBACK) refuse(405, { allow: 'GET' });
      else refuse(404);
      return;
    }
    const taken = ports.receive(new URLSearchParams(query));
    response
      .writeHead(taken ? 200 : 400, { ...pageHeaders, connection: 'close' })
      .end(returnPage(ports.language, taken ? 'done' : 'refused'));
  };
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_WAIT_MS, headersTimeout: REQUEST_WAIT_MS },
    answer,
  );
  server.maxConnections = MAX_CONNECTIONS;
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      resolve({
        redirectUri: `http://${host}${CALLBACK}`,
        close(): void {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}
