import type { z } from 'zod';
import type { Result } from '../errors/problem.ts';
import type { operations } from '../api/operations.ts';
import type { OperationAnswer, OperationInput } from '../operation.ts';
import type { messages, verbs } from './verbs.ts';

/** Removes a listener. */
export type Unsubscribe = () => void;

type Operations = typeof operations;
type Verbs = typeof verbs;
type Messages = typeof messages;
type Flat<T> = { readonly [K in keyof T]: T[K] };

/** A question without input is asked without an argument. */
type Ask<Input, Answer> = [Input] extends [undefined]
  ? () => Promise<Result<Answer>>
  : object extends Input
    ? (input?: Input) => Promise<Result<Answer>>
    : (input: Input) => Promise<Result<Answer>>;

type ExposedOf<Members> = {
  readonly [N in keyof Members as Members[N] extends { readonly exposed: true } ? N : never]: Ask<
    OperationInput<Members[N]>,
    OperationAnswer<Members[N]>
  >;
};

type VerbsOf<Members> = {
  readonly [N in keyof Members]: Members[N] extends { readonly input: infer I; readonly output: infer O }
    ? I extends z.ZodType
      ? O extends z.ZodType
        ? Ask<z.input<I>, z.output<O>>
        : never
      : never
    : never;
};

type ListenersOf<Members> = {
  readonly [N in keyof Members as N extends string ? `on${Capitalize<N>}` : never]: Members[N] extends {
    readonly data: infer D;
  }
    ? D extends z.ZodType
      ? (listener: (value: z.output<D>) => void) => Unsubscribe
      : never
    : never;
};

type Members<All, D> = D extends keyof All ? All[D] : object;

/**
 * `window.cabinet`, derived from the declarations. Every verb answers a `Result` and never throws; listeners receive the
 * value alone.
 */
export type CabinetBridge = {
  readonly [D in keyof (Operations & Verbs & Messages)]: Flat<
    ExposedOf<Members<Operations, D>> & VerbsOf<Members<Verbs, D>> & ListenersOf<Members<Messages, D>>
  >;
};

type AllMembers<All> = { [D in keyof All]: All[D][keyof All[D]] }[keyof All];

/** Exposed operations as a union. */
export type ExposedOperation = Extract<AllMembers<Operations>, { readonly exposed: true }>;
/** Own verbs as a union. */
export type OwnVerb = AllMembers<Verbs>;
/** Messages as a union. */
export type OwnMessage = AllMembers<Messages>;
