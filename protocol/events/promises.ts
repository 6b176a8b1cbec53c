import { event } from '../event.ts';
import { day, kopecks } from '../primitives.ts';

const usual = {
  audience: 'contract',
  changes: ['overview', 'money'],
  screen: 'statement',
  notification: 'promise',
} as const;

/** Promised payments. */
export const promiseEvents = [
  event({ ...usual, type: 'promise-taken', data: { amountKopecks: kopecks, dueOn: day, lastDay: day } }),
  event({ ...usual, type: 'promise-returned', data: { amountKopecks: kopecks, balanceKopecks: kopecks } }),
] as const;
