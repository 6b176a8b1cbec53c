import { z } from 'zod';
import { errorCode } from '../errors/catalogue.ts';
import { notice } from './state.ts';
import { message, noInput, verb } from './verb.ts';

export const noticesVerbs = {
  list: verb({ id: 'notices.list', input: noInput, output: z.array(notice), auth: 'any' }),
  /** Answers the notices that are left. */
  dismiss: verb({ id: 'notices.dismiss', input: z.object({ code: errorCode }), output: z.array(notice), auth: 'any' }),
};

export const noticesMessages = {
  changed: message({ id: 'notices.changed', data: z.array(notice) }),
};
