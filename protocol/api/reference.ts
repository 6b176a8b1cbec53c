import { z } from 'zod';
import { operation } from '../operation.ts';

/** Reference of the operator API. */
export const reference = {
  document: operation({
    id: 'reference.document',
    method: 'GET',
    path: '/openapi.json',
    tag: 'reference',
    summary: 'This document.',
    answers: { 200: z.looseObject({ openapi: z.string() }) },
    errors: [],
    auth: 'none',
    send: 'repeat',
    changes: [],
  }),
};
