import type { z } from 'zod';
import { failed, type Result } from '#protocol/errors/problem.ts';
import { invokeChannels, type InvokeChannel } from '#protocol/ipc/channels.ts';
import { invokeContract, type InvokeContract } from '#protocol/ipc/schemas.ts';
import type { Log } from '../logging/log.ts';
import type { VerbDispatch } from './verb-dispatch.ts';

/** What answers a channel: the checked argument in, a value or a numbered failure out. */
export type Handler<C extends InvokeChannel> = (
  input: z.output<InvokeContract[C]['input']>,
) => Result<z.input<InvokeContract[C]['output']>> | Promise<Result<z.input<InvokeContract[C]['output']>>>;

/** A handler for each channel; the type makes a missing one an error. */
export type Handlers = { readonly [C in InvokeChannel]: Handler<C> };

/** The handlers of some questions, by the names of their channels. */
export type HandlersOf<N extends keyof typeof invokeChannels> = Pick<Handlers, (typeof invokeChannels)[N]>;

/** Answers a question that a permitted sender asked. Never throws. */
export type Dispatch = (channel: string, args: readonly unknown[]) => Promise<Result<unknown>>;

function fieldsOf(error: z.ZodError): string[] {
  return [...new Set(error.issues.map((issue) => issue.path.join('.')).filter((name) => name !== ''))];
}

/**
 * Checks arguments by their number and schema before a handler sees them, and answers with a Result whatever happens.
 * `checkAnswers` also checks what main says (tests and development: an answer against its own contract is a bug).
 */
export function createDispatch(
  handlers: Handlers,
  { log, checkAnswers, verbs }: { readonly log: Log; readonly checkAnswers: boolean; readonly verbs?: VerbDispatch },
): Dispatch {
  const known: ReadonlySet<string> = new Set(Object.values(invokeChannels));
  const handle = async (id: string, args: readonly unknown[]): Promise<Result<unknown>> => {
    const derived = verbs?.(id, args) ?? null;
    if (derived !== null) return derived;
    if (!known.has(id)) return failed({ code: 'request-refused' });
    const channel = id as InvokeChannel;
    if (args.length > 1) return failed({ code: 'request-refused' });
    const contract = invokeContract[channel];
    const input = contract.input.safeParse(args[0]);
    if (!input.success) return failed({ code: 'input-invalid', fields: fieldsOf(input.error) });
    // The contract's types belong together channel by channel, which the compiler cannot follow through the lookup.
    const handler = handlers[channel] as (value: unknown) => Promise<Result<unknown>> | Result<unknown>;
    const answer = await handler(input.data);
    if (checkAnswers && answer.ok) {
      const output = contract.output.safeParse(answer.value);
      if (!output.success) {
        log.error('answer breaks the contract', { channel, fields: fieldsOf(output.error) });
        return failed({ code: 'unexpected' });
      }
    }
    return answer;
  };
  return async (channel, args) => {
    try {
      return await handle(channel, args);
    } catch (error) {
      log.error('question failed', { channel, error });
      return failed({ code: 'unexpected' });
    }
  };
}
