import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, onRequestAsyncHookHandler } from 'fastify';
import {
  isEmpty,
  isMedia,
  operationIdOf,
  type AnswerSchema,
  type MediaAnswer,
  type Operation,
  type OperationReply,
  type OperationRequest,
} from '#protocol/operation.ts';
import { z } from 'zod';
import type { App } from './app-type.ts';
import { bearer, problems, signedInProblems } from './openapi.ts';
import type { Authenticator, Caller, OwnContract } from './caller.ts';

type ContractOf<O> = O extends { readonly params: z.ZodObject<infer Shape> }
  ? 'contractNumber' extends keyof Shape
    ? OwnContract
    : null
  : null;
type CallerOf<O> = O extends { readonly auth: 'session' } ? Caller : null;

/** Arguments of an operation's handler. */
export interface OperationContext<O> extends OperationRequest<O> {
  /** The signed-in caller; null for an operation without authentication. */
  readonly caller: CallerOf<O>;
  /** The caller's contract from the path; null when the path has none. */
  readonly contract: ContractOf<O>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Handles an operation. With several statuses the handler sets `reply.code`. For a page or file it sends through
 * `reply` and returns the reply.
 */
export type OperationHandler<O> = (
  context: OperationContext<O>,
) => OperationReply<O> | FastifyReply | Promise<OperationReply<O> | FastifyReply>;

export interface OperationRouteOptions {
  /** Runs before authentication, for rate limits. */
  readonly onRequest?: onRequestAsyncHookHandler;
  /** False for requests without user activity, which do not reset the idle timer. Default true. */
  readonly activity?: boolean;
  /** Omits the route from the OpenAPI document. */
  readonly hidden?: boolean;
  /** A health check: exempt from rate limits, and documented without the problems that other routes share. */
  readonly healthCheck?: boolean;
  /** Largest body in bytes. Default: the app's. */
  readonly bodyLimit?: number;
  /** True where the handler checks the input itself and answers an invalid one in its own way. Default false. */
  readonly attachValidation?: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Registers a route for a declared operation. */
    operation<const O extends Operation>(
      operation: O,
      handler: OperationHandler<O>,
      options?: OperationRouteOptions,
    ): void;
  }
}

/** True for pages and event streams, which are strings; files may be streams of bytes. */
function isText({ contentType }: MediaAnswer): boolean {
  return contentType === 'text/html' || contentType === 'text/event-stream';
}

function answerOf(schema: AnswerSchema): unknown {
  if (isEmpty(schema)) return z.undefined().describe(schema.description);
  if (!isMedia(schema)) return schema;
  return {
    description: schema.description,
    content: { [schema.contentType]: { schema: isText(schema) ? z.string() : z.any() } },
  };
}

function schemaOf(operation: Operation, { healthCheck = false, hidden = false }: OperationRouteOptions): FastifySchema {
  const { auth, body, bodyType, description, errors, headers, params, query, summary, tag } = operation;
  const answers = Object.entries(operation.answers).map(([status, schema]) => [status, answerOf(schema)]);
  const codes = auth === 'none' ? errors : [...signedInProblems, ...errors];
  const refusals = healthCheck ? {} : problems(...codes);
  return {
    hide: hidden,
    operationId: operationIdOf(operation),
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: auth === 'none' ? [] : bearer,
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    ...(bodyType === undefined ? {} : { consumes: [bodyType] }),
    response: { ...Object.fromEntries(answers), ...refusals },
  };
}

/**
 * Adds `app.operation`, which registers routes from declarations. The bearer token is checked before the body is read,
 * so that unauthenticated clients learn nothing about validation. The ownership of a `:contractNumber` in the path is
 * checked before the handler runs.
 */
export function addOperationRoutes(app: App, authenticator: Authenticator): void {
  function register(
    this: App,
    operation: Operation,
    handler: OperationHandler<Operation>,
    options: OperationRouteOptions = {},
  ): void {
    // Runtime check: a declaration without `auth` (possible with a cast) must not become a public route.
    if (operation.auth !== 'none' && operation.auth !== 'session') {
      throw new Error(`${operation.id}: no authentication is registered for "${operation.auth}".`);
    }
    const { activity = true, attachValidation = false, bodyLimit, healthCheck = false, onRequest } = options;
    const callers = new WeakMap<FastifyRequest, Caller>();
    const hooks = onRequest === undefined ? [] : [onRequest];
    const authenticate = async (request: FastifyRequest): Promise<void> => {
      callers.set(request, await authenticator.session(request, activity));
    };
    const [status = 200] = Object.keys(operation.answers).map(Number);
    this.route({
      method: operation.method,
      url: operation.path,
      schema: schemaOf(operation, options),
      attachValidation,
      ...(healthCheck ? { config: { rateLimit: false } } : {}),
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
      onRequest: operation.auth === 'session' ? [authenticate, ...hooks] : hooks,
      handler: async (request, reply) => {
        const params = (request.params ?? {}) as Readonly<Record<string, unknown>>;
        const caller = callers.get(request) ?? null;
        const number = params['contractNumber'];
        const contract =
          caller === null || typeof number !== 'string' ? null : await authenticator.contract(caller, number);
        if (status !== 200) void reply.code(status);
        const { body, query } = request;
        // Validated by the route's schemas, which the compiler cannot infer from the declaration.
        const context = { params, query, body, caller, contract, request, reply } as OperationContext<Operation>;
        const answer: unknown = await handler(context);
        if (reply.sent || answer === reply) return reply;
        return answer === null ? reply.send() : answer;
      },
    });
  }
  app.decorate('operation', register as FastifyInstance['operation']);
}
