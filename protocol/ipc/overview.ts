import { z } from 'zod';
import { contractNumber } from '../primitives.ts';
import { shownOverview } from './state.ts';
import { verb } from './verb.ts';

export const overviewVerbs = {
  /** Answers from the cache while the service cannot be reached, if the contract is cached. */
  get: verb({ id: 'overview.get', input: z.object({ contractNumber }), output: shownOverview, auth: 'session' }),
};
