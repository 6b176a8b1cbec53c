import type { z } from 'zod';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { ExposedOperation, OwnVerb } from '#protocol/ipc/bridge-types.ts';
import { exposedOperations, ownVerbs } from '#protocol/ipc/names.ts';
import type { Verb } from '#protocol/ipc/verb.ts';
import { parseInput, type Operation, type OperationAnswer, type OperationInput } from '#protocol/operation.ts';
import type { Topic } from '#protocol/topics.ts';
import type { Log } from '../logging/log.ts';
import type { Call } from '../operator/call.ts';

type InputOf<V> = V extends { readonly input: infer I extends z.ZodType } ? z.output<I> : never;
type OutputOf<V> = V extends { readonly output: infer O extends z.ZodType } ? z.input<O> : never;

/** A handler for each verb of the main process; the type makes a missing one an error. */
export type VerbHandlers = {
  readonly [V in OwnVerb as V['id']]: (input: InputOf<V>) => Result<OutputOf<V>> | Promise<Result<OutputOf<V>>>;
};

/** What the main process does around a call of an exposed operation: before it, or with its answer. */
export type OperationHooks = {
  readonly [O in ExposedOperation as O['id']]?: (
    input: OperationInput<O>,
    next: () => Promise<Result<OperationAnswer<O>>>,
  ) => Promise<Result<OperationAnswer<O>>>;
};

/** The session as the dispatch needs it. */
export interface DispatchSession {
  /** Runs a call with the access token. Refuses with `session-locked` or `session-ended`. */
  authorized<T>(call: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>>;
  /** Runs work unless the session is locked. */
  whileOpen<T>(work: () => Promise<Result<T>>): Promise<Result<T>>;
  signedIn(): boolean;
}

export interface DispatchPorts {
  readonly call: Call;
  readonly session: DispatchSession;
  readonly handlers: VerbHandlers;
  readonly hooks: OperationHooks;
  /** An operation that changes something succeeded: what shows these topics is fetched again. */
  readonly changed: (topics: readonly Topic[], contractNumber: string | null) => void;
  readonly log: Log;
  /** Also checks the answers of own verbs (tests and development). */
  readonly checkAnswers: boolean;
}

/** Answers a verb by its id; `request-refused` when there is none. Never throws. */
export type VerbDispatch = (id: string, args: readonly unknown[]) => Promise<Result<unknown>>;

type Run = (input: unknown) => Promise<Result<unknown>>;

function contractNumberOf(input: unknown): string | null {
  const number: unknown =
    typeof input === 'object' && input !== null && 'contractNumber' in input && input.contractNumber;
  return typeof number === 'string' ? number : null;
}

function fieldsOf(error: z.ZodError): string[] {
  return [...new Set(error.issues.map((issue) => issue.path.join('.')).filter((name) => name !== ''))];
}

/**
 * Answers the renderer's questions: exposed operations go to the operator service, own verbs to their handlers. The
 * argument is checked before anything runs.
 */
export function createVerbDispatch(ports: DispatchPorts): VerbDispatch {
  const { call, changed, log, session } = ports;
  // Handlers and hooks belong to their declarations one by one, which the compiler cannot follow through a lookup.
  const hooks = ports.hooks as Readonly<
    Record<string, ((input: unknown, next: () => Promise<Result<unknown>>) => Promise<Result<unknown>>) | undefined>
  >;
  const handlers = ports.handlers as unknown as Readonly<
    Record<string, ((input: unknown) => Result<unknown> | Promise<Result<unknown>>) | undefined>
  >;
  const send = call as (operation: Operation, input: unknown, options?: object) => Promise<Result<unknown>>;

  const operationRun =
    (operation: Operation): Run =>
    async (input) => {
      const parsed = parseInput(operation, input);
      if (!parsed.ok) return failed({ code: 'input-invalid', fields: [...parsed.fields] });
      const next = (): Promise<Result<unknown>> =>
        operation.auth === 'none'
          ? send(operation, input)
          : session.authorized((accessToken) => send(operation, input, { accessToken }));
      const hook = hooks[operation.id];
      const answer = await (hook === undefined ? next() : hook(input ?? {}, next));
      // What became of it is not known: the screens read the state again.
      const mayHaveChanged = answer.ok || answer.failure.code === 'outcome-unknown';
      if (mayHaveChanged && operation.changes.length > 0) changed(operation.changes, contractNumberOf(input));
      return answer;
    };

  const verbRun =
    (verb: Verb): Run =>
    async (input) => {
      const parsed = verb.input.safeParse(input);
      if (!parsed.success) return failed({ code: 'input-invalid', fields: fieldsOf(parsed.error) });
      const handle = async (): Promise<Result<unknown>> => {
        const handler = handlers[verb.id];
        if (handler === undefined) throw new Error(`no handler for ${verb.id}`);
        return handler(parsed.data);
      };
      const guarded = (): Promise<Result<unknown>> =>
        session.signedIn() ? handle() : Promise.resolve(failed({ code: 'session-ended' }));
      const answer = await (verb.auth === 'session' ? session.whileOpen(guarded) : handle());
      if (!ports.checkAnswers || !answer.ok) return answer;
      const checked = verb.output.safeParse(answer.value);
      if (checked.success) return success(checked.data);
      log.error('answer does not match its schema', { verb: verb.id, fields: fieldsOf(checked.error) });
      return failed({ code: 'unexpected' });
    };

  const runs = new Map<string, Run>([
    ...[...exposedOperations].map(([id, operation]): [string, Run] => [id, operationRun(operation)]),
    ...[...ownVerbs].map(([id, verb]): [string, Run] => [id, verbRun(verb)]),
  ]);

  return (id, args) => {
    const run = runs.get(id);
    if (run === undefined || args.length > 1) return Promise.resolve(failed({ code: 'request-refused' }));
    return run(args[0]).catch((error: unknown) => {
      log.error('verb failed', { verb: id, error });
      return failed({ code: 'unexpected' });
    });
  };
}
