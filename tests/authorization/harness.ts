import { z } from 'zod';
import { catalogue, type ErrorCode } from '#protocol/errors/catalogue.ts';
import { caughtLetters, caughtLetterWhole, shortMessages } from '#protocol/api/console.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { usualLimits } from '../../operator/platform/http/rate-limits.ts';
import type { LinkPurpose } from '../../operator/domains/accounts/tables.ts';
import { startServer, type RunningServer } from '../../operator/server.ts';
import type { StartOptions } from '../../operator/start-options.ts';
import { waitUntil } from '../support/operator/wait-until.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A request with the path template of the protocol, which identifies the route in the OpenAPI document. */
export interface Request {
  readonly method: Method;
  /** Path template of the operation: `/v1/contracts/:contractNumber/overview`. */
  readonly template: string;
  readonly parts?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly form?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Query string, starting with `?`. */
  readonly query?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A route of the OpenAPI document: `GET /v1/contracts/{contractNumber}/overview`. */
export interface Operation {
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  /** Requires an access token. */
  readonly closed: boolean;
}

const documentForm = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ security: z.array(z.unknown()) }))),
});

/** Name of a request's route in the OpenAPI document. */
export function operationName({ method, template }: Pick<Request, 'method' | 'template'>): string {
  return `${method} ${template.replace(/:(\w+)/g, '{$1}')}`;
}

/** A running service with demo data, console and an adjustable clock. Test helper. */
export interface Rig {
  readonly server: RunningServer;
  readonly origin: string;
  readonly log: string[];
  /** Service time, ms UTC; starts at noon in Moscow. */
  readonly time: { now: number };
  ask(request: Request): Promise<Answer>;
  /** Every route of the OpenAPI document (`/openapi.json`). */
  operations(): Promise<Operation[]>;
  /** Waits for mail to an address and returns the token of its link; each mail is used once. */
  linkTo(address: string, purpose: LinkPurpose): Promise<string>;
  /** Resolves when the outbox is empty. */
  quiet(): Promise<void>;
  /** Newest SMS code sent to a number. */
  codeTo(phone: string): Promise<string>;
  close(): Promise<void>;
}

const NOON = Date.UTC(2026, 10, 22, 9);

/** Starts the harness; rate limits are raised unless given. */
export async function startRig(address: StartOptions['address'], different: Partial<StartOptions> = {}): Promise<Rig> {
  const time = { now: NOON };
  const log: string[] = [];
  const server = await startServer({
    address,
    port: 0,
    demo: true,
    console: true,
    paymentProvider: { file: ':memory:' },
    time: () => time.now,
    passwordCost: { logN: 4, r: 1, p: 1 },
    logLevel: 'trace',
    logSink: { write: (line) => void log.push(line) },
    limits: { ...usualLimits, perAddress: 1e9, signInsPerAddress: 1e9, perSession: 1e9 },
    ...different,
  });
  const ask = async (request: Request): Promise<Answer> => {
    const { method, template, parts = {}, body, form, token, headers = {}, query = '' } = request;
    const answer = await fetch(`${server.origin}${fillPath(template, parts)}${query}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  };
  const read = async <T>(schema: z.ZodType<T>, request: Request): Promise<T> =>
    schema.parse(JSON.parse((await ask(request)).text));
  const given = new Set<string>();
  const freshLinks = async (to: string, purpose: LinkPurpose): Promise<string[]> => {
    const { letters } = await read(caughtLetters, { method: 'GET', template: operations.console.listMail.path });
    const tokens: string[] = [];
    for (const { id } of letters.filter((letter) => letter.to === to)) {
      const one = { method: 'GET', template: operations.console.readMail.path, parts: { letterId: id } } as const;
      for (const link of (await read(caughtLetterWhole, one)).links) {
        const [page, token = ''] = link.split('#token=');
        if (page?.endsWith(fillPath(operations.linkPages.show.path, { purpose })) === true && !given.has(token))
          tokens.push(token);
      }
    }
    return tokens;
  };
  return {
    server,
    origin: server.origin,
    log,
    time,
    ask,
    async operations() {
      const document = await read(documentForm, { method: 'GET', template: '/openapi.json' });
      return Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([verb, { security }]) => {
          const method = verb.toUpperCase() as Method;
          return { name: `${method} ${path}`, method, path, closed: security.length > 0 };
        }),
      );
    },
    async linkTo(to, purpose) {
      const [token = ''] = await waitUntil(
        () => freshLinks(to, purpose),
        (tokens) => tokens.length > 0,
      );
      given.add(token);
      return token;
    },
    async quiet() {
      const { db } = server.core;
      await waitUntil(
        () => db.selectFrom('letters').select('id').where('next_try_at', 'is not', null).limit(1).executeTakeFirst(),
        (waiting) => waiting === undefined,
      );
    },
    async codeTo(phone) {
      const { messages } = await read(shortMessages, { method: 'GET', template: operations.console.listMessages.path });
      const code = /\b\d{6}\b/.exec(messages.find((message) => message.phone === phone)?.text ?? '')?.[0];
      if (code === undefined) throw new Error(`No code was sent to ${phone}.`);
      return code;
    },
    close: () => server.close(),
  };
}

/** Error code of a response; null: not an error. */
export function codeOf({ status, text }: Answer): ErrorCode | null {
  if (status < 400) return null;
  const { code } = z.object({ code: z.string() }).parse(JSON.parse(text));
  if (!(code in catalogue)) throw new Error(`${code} is not an error code.`);
  return code as ErrorCode;
}

/**
 * The observable parts of a response for byte-by-byte comparison, without those that always differ: request id and
 * time.
 */
export function seen({ status, headers, text }: Answer): { status: number; headers: object; text: string } {
  const id = headers['x-request-id'] ?? 'none';
  const same = Object.entries(headers).filter(([name]) => name !== 'x-request-id' && name !== 'date');
  return { status, headers: Object.fromEntries(same.sort()), text: text.replaceAll(id, 'ID') };
}
