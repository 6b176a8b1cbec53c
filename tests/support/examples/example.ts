import type { z } from 'zod';
import type { OperationAnswer, OperationInput } from '#protocol/operation.ts';

/** Contract of the examples. */
export const exampleContract = '1234567890';

/** One valid call of an operation: its input and an answer that its schema accepts. */
export interface Example<Input, Answer> {
  readonly input: Input;
  readonly answer: Answer;
}

/** Examples of a domain's operations; the type makes a missing one an error. */
export type OperationExamples<Operations> = {
  readonly [N in keyof Operations]: Example<OperationInput<Operations[N]>, OperationAnswer<Operations[N]>>;
};

/** Examples of a domain's own verbs. */
export type VerbExamples<Verbs> = {
  readonly [N in keyof Verbs]: Verbs[N] extends {
    readonly input: infer I extends z.ZodType;
    readonly output: infer O extends z.ZodType;
  }
    ? Example<z.input<I>, z.output<O>>
    : never;
};
