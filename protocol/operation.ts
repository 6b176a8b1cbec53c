import { z } from 'zod';
import type { Tag } from './api/tags.ts';
import type { ErrorCode, catalogue } from './errors/catalogue.ts';
import type { Topic } from './topics.ts';

/** Codes that the service itself answers with: those that have an HTTP status. */
export type ServiceErrorCode = {
  [Code in ErrorCode]: (typeof catalogue)[Code]['status'] extends number ? Code : never;
}[ErrorCode];

/** An answer that is not JSON: a page or a file. `contentType` without parameters, as OpenAPI lists it. */
export interface MediaAnswer {
  readonly description: string;
  readonly contentType: string;
}

/** An answer without a body (204). */
export interface EmptyAnswer {
  readonly description: string;
}

/** Answer of one HTTP status: a schema, a page or file, or nothing. */
export type AnswerSchema = z.ZodType | MediaAnswer | EmptyAnswer;

/** Names of the `:parts` of a path. */
export type PathPart<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | PathPart<`/${More}`>
    : Rest
  : never;

interface OperationBase<Path extends string> {
  /** `domain.verb`: the IPC channel, the verb of the bridge, and (in camel case) OpenAPI's `operationId`. */
  readonly id: `${string}.${string}`;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path template; each `:part` is a field of `params`. */
  readonly path: Path;
  /** Groups the operation in the OpenAPI document. */
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  /** Parts of the path. */
  readonly params?: z.ZodObject;
  /** Query string. */
  readonly query?: z.ZodObject;
  /** JSON body: an object, or a union of objects. */
  readonly body?: z.ZodType;
  /** Content type of a body that is not JSON. */
  readonly bodyType?: 'application/x-www-form-urlencoded';
  /** Request headers of its own. */
  readonly headers?: z.ZodObject;
  /** Schema of the answer by HTTP status; of errors, only those that are not problems. Problems are listed in `errors`. */
  readonly answers: Readonly<Partial<Record<200 | 201 | 202 | 204 | 302 | 400 | 401 | 404 | 503, AnswerSchema>>>;
  /** Refusals beyond those that every operation of this `auth` can answer with. */
  readonly errors: readonly ServiceErrorCode[];
  /** Who may call it. `session`: a signed-in subscriber, whose contracts alone a `:contractNumber` may name. */
  readonly auth: 'session' | 'staff' | 'none';
  /**
   * How the client sends it. `repeat`: safe to send again after a lost answer. `once`: never sent again by itself.
   * `keyed`: carries an `Idempotency-Key`, and what became of it is looked up, never repeated blindly.
   */
  readonly send: 'repeat' | 'once' | 'keyed';
  /** Topics that are stale after a success. */
  readonly changes: readonly Topic[];
  /**
   * Whether the renderer may call it as it stands. False or absent: only the main process calls it, or a verb of its own
   * in protocol/ipc wraps it.
   */
  readonly exposed?: boolean;
  /** How long the client waits, ms; absent: the usual 10 s. */
  readonly timeoutMs?: number;
}

/** Params are required exactly where the path has parts, and their keys are the parts. */
type ParamsOf<Path extends string> = [PathPart<Path>] extends [never]
  ? { readonly params?: never }
  : { readonly params: z.ZodObject<Record<PathPart<Path>, z.ZodType>> };

/** A declared operation of the operator API. */
export type Operation = OperationBase<string>;

function pathParts(path: string): string[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => name);
}

/**
 * Declares an operation of the operator API. The Fastify route, the OpenAPI entry, the client call, the IPC verb and the
 * bridge type derive from it.
 *
 * @throws Error when a path part has no schema, a schema names no path part, or a field stands in two places of the input
 */
export function operation<const Path extends string, const O extends OperationBase<Path> & ParamsOf<Path>>(
  declared: O & { readonly path: Path },
): O {
  const parts = pathParts(declared.path);
  const params = Object.keys(declared.params?.shape ?? {});
  for (const part of parts) {
    if (!params.includes(part)) throw new Error(`${declared.id}: no schema for the path part :${part}`);
  }
  for (const name of params) {
    if (!parts.includes(name)) throw new Error(`${declared.id}: the path has no part :${name}`);
  }
  const query = Object.keys(declared.query?.shape ?? {});
  const body = declared.body instanceof z.ZodObject ? Object.keys(declared.body.shape) : [];
  const fields = [...params, ...query, ...body];
  const twice = fields.find((name, index) => fields.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${declared.id}: the field ${twice} stands in two places of the input`);
  return declared;
}

type Flat<T> = { [K in keyof T]: T[K] } & {};
type InputOf<S> = S extends z.ZodType ? z.input<S> : unknown;
type OutputOf<S> = S extends z.ZodType ? z.output<S> : unknown;
type Part<O, K extends 'params' | 'query' | 'body'> = K extends keyof O ? O[K] : undefined;

/** Input of an operation as one flat object: path parts, query and body together. `{}` when it takes none. */
export type OperationInput<O> = Flat<InputOf<Part<O, 'params'>> & InputOf<Part<O, 'query'>> & InputOf<Part<O, 'body'>>>;

/** The checked input, apart as HTTP carries it. */
export interface OperationRequest<O> {
  readonly params: OutputOf<Part<O, 'params'>>;
  readonly query: OutputOf<Part<O, 'query'>>;
  readonly body: OutputOf<Part<O, 'body'>>;
}

type OutputOfAnswer<S> = S extends z.ZodType ? z.output<S> : null;
type AnswersOf<O> = O extends { readonly answers: infer A } ? A : never;

/** Value of a success: the union over its statuses; null for one without a JSON body. */
export type OperationAnswer<O> = { [S in keyof AnswersOf<O>]: OutputOfAnswer<AnswersOf<O>[S]> }[keyof AnswersOf<O>];

/** What a route hands over for an answer, before the schema transforms it. */
export type OperationReply<O> = {
  [S in keyof AnswersOf<O>]: AnswersOf<O>[S] extends z.ZodType ? z.input<AnswersOf<O>[S]> : null;
}[keyof AnswersOf<O>];

/** True for a page or a file. */
export function isMedia(answer: AnswerSchema): answer is MediaAnswer {
  return !(answer instanceof z.ZodType) && 'contentType' in answer;
}

/** True for an answer that has neither JSON nor any other body. */
export function isEmpty(answer: AnswerSchema): answer is EmptyAnswer {
  return !(answer instanceof z.ZodType) && !('contentType' in answer);
}

export type ParsedInput =
  | { readonly ok: true; readonly params: object; readonly query: object; readonly body: unknown }
  | { readonly ok: false; readonly fields: readonly string[] };

/**
 * Checks a flat input against the schemas of an operation, and takes it apart. Unknown fields are dropped.
 *
 * @returns the parts, or the names of the fields at fault
 */
export function parseInput(of: Operation, input: unknown): ParsedInput {
  const value = input ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) return { ok: false, fields: [] };
  const fields: string[] = [];
  const parse = <T>(schema: z.ZodType<T> | undefined, none: T): T => {
    if (schema === undefined) return none;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    fields.push(...result.error.issues.map(({ path }) => path.join('.')));
    return none;
  };
  const params = parse(of.params, {});
  const query = parse(of.query, {});
  const body = parse(of.body, undefined);
  if (fields.length > 0) return { ok: false, fields: [...new Set(fields.filter((name) => name !== ''))] };
  return { ok: true, params, query, body };
}

/**
 * The path and query string of a request.
 *
 * @throws Error when a path part has no value or an empty one: the request would reach another route
 */
export function requestPath(of: Operation, params: object, query: object): string {
  const path = of.path.replace(/:([A-Za-z]+)/g, (_whole, name: string) => {
    const value: unknown = (params as Record<string, unknown>)[name];
    if (typeof value !== 'string' || value === '') throw new Error(`${of.id}: no value for the path part :${name}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** OpenAPI's `operationId`: the id in camel case, `statement.spending` → `statementSpending`. */
export function operationIdOf(of: Operation): string {
  return of.id.replace(/[.-]([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}
