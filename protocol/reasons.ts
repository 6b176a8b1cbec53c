import { z } from 'zod';
import { day, instant, kopecks, localized } from './primitives.ts';
import { reasonCodes } from './reason-numbers.ts';

/** What lifts a reason at once, where something does. */
export const reasonAction = z.enum(['top-up', 'resume', 'wait', 'choose-another', 'ask-payment']);

/** A reason with the facts behind it. */
export const reason = z.object({
  code: z.enum(reasonCodes),
  number: z.int().positive(),
  /** First day on which it is no more; null: no day lifts it. */
  liftsOn: day.nullable(),
  /** The moment at which it is no more, where that is finer than a day. */
  liftsAt: instant.nullable(),
  /** The sum it is about (what is missing, what is left of a limit). */
  amountKopecks: kopecks.nullable(),
  /** The operator's own words, where the fact is theirs (why a method is off). */
  note: localized.nullable(),
  action: reasonAction,
});
export type Reason = z.infer<typeof reason>;
