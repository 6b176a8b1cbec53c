import { promiseRequest, promiseTerms } from '../api/promises.ts';
import { contractNumber } from '../primitives.ts';
import { verb } from './verb.ts';

export const promisesVerbs = {
  /**
   * Takes the offered promise under an idempotency key that main keeps: repeating the same input after a lost answer does
   * not take a second one. Errors: those of `promises.take`.
   */
  request: verb({
    id: 'promises.request',
    input: promiseRequest.extend({ contractNumber }),
    output: promiseTerms,
    auth: 'session',
  }),
};
