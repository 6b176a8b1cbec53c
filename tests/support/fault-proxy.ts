import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the proxy does with a request instead of forwarding it unchanged. */
export type Fault =
  /** Forwards it after a delay in ms. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Forwards it and never responds. */
  | { readonly kind: 'silence' }
  /** Responds itself. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number; readonly body?: string }
  /** Forwards the headers and the first half of the body, then closes the connection. */
  | { readonly kind: 'cut-mid-body' }
  /** Forwards it, waits until the service has processed it, and closes the connection before the response. */
  | { readonly kind: 'lose-answer' };

/** A recorded request. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** Loopback proxy between the program and the service that injects faults. */
export class FaultProxy {
  readonly requests: SeenRequest[] = [];
  /** Bodies of the service's JSON responses. */
  readonly answers: string[] = [];
  readonly #target: () => string;
  #fault: { what: Fault; where: (request: SeenRequest) => boolean } | undefined;
  #server: Server | undefined;
  #port = 0;
  readonly #sockets = new Set<Socket>();

  constructor(target: () => string) {
    this.#target = target;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, always on the same port. */
  listen(): Promise<void> {
    const server = createServer((incoming, answer) => {
      this.#pass(incoming, answer);
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', () => {
        this.#port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** Refuses new connections and closes existing ones, like a service that is down. */
  refuse(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      this.cut();
    });
  }

  /** Closes all existing connections (including the event stream); accepts new ones. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Applies a fault to the selected requests from now on (to all by default). */
  set(what: Fault, where: (request: SeenRequest) => boolean = () => true): void {
    this.#fault = { what, where };
  }

  heal(): void {
    this.#fault = undefined;
  }

  /** Requests whose path matches, in order. */
  seen(method: string, path: RegExp): readonly SeenRequest[] {
    return this.requests.filter((one) => one.method === method && path.test(one.url));
  }

  #pass(incoming: IncomingMessage, answer: ServerResponse): void {
    const seen = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers };
    this.requests.push(seen);
    const fault = this.#fault?.where(seen) === true ? this.#fault.what : undefined;
    if (fault?.kind === 'status') {
      answer.writeHead(fault.status, {
        'content-type': 'text/plain',
        ...(fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) }),
      });
      answer.end(fault.body ?? 'made by the fault proxy');
      return;
    }
    const forward = (): void => {
      this.#forward(incoming, answer, fault);
    };
    if (fault?.kind === 'delay') setTimeout(forward, fault.ms).unref();
    else forward();
  }

  #note(reply: IncomingMessage): void {
    if (!(reply.headers['content-type'] ?? '').includes('json')) return;
    const parts: Buffer[] = [];
    reply.on('data', (part: Buffer) => parts.push(part));
    reply.once('end', () => this.answers.push(Buffer.concat(parts).toString('utf8')));
  }

  #forward(incoming: IncomingMessage, answer: ServerResponse, fault: Fault | undefined): void {
    const target = new URL(incoming.url ?? '/', this.#target());
    const onward = request(
      target,
      { method: incoming.method, headers: { ...incoming.headers, host: target.host } },
      (reply) => {
        reply.once('error', () => answer.destroy());
        this.#note(reply);
        if (fault?.kind === 'silence') {
          reply.resume();
        } else if (fault?.kind === 'lose-answer') {
          reply.resume().once('end', () => answer.destroy());
        } else if (fault?.kind === 'cut-mid-body') {
          cutHalfway(reply, answer);
        } else {
          answer.writeHead(reply.statusCode ?? 502, reply.headers);
          answer.flushHeaders();
          reply.pipe(answer);
        }
      },
    );
    onward.once('error', () => answer.destroy());
    answer.once('close', () => onward.destroy());
    incoming.pipe(onward);
  }
}

function cutHalfway(reply: IncomingMessage, answer: ServerResponse): void {
  const parts: Buffer[] = [];
  reply.on('data', (part: Buffer) => parts.push(part));
  reply.once('end', () => {
    const body = Buffer.concat(parts);
    answer.writeHead(reply.statusCode ?? 502, { ...reply.headers, 'content-length': String(body.length) });
    answer.write(body.subarray(0, Math.floor(body.length / 2)), () => answer.destroy());
  });
}

/** A proxy that listens in front of `target`. */
export async function startProxy(target: () => string): Promise<FaultProxy> {
  const proxy = new FaultProxy(target);
  await proxy.listen();
  return proxy;
}
