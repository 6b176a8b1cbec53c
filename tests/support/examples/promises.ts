import type { promises, PromiseTerms } from '#protocol/api/promises.ts';
import type { promisesVerbs } from '#protocol/ipc/promises.ts';
import { exampleContract, type OperationExamples, type VerbExamples } from './example.ts';

const contractNumber = exampleContract;
const rules = { minKopecks: 5_000, maxKopecks: 30_000, termDays: 5, everyDays: 30 };
const running = { amountKopecks: 10_000, dueOn: '2026-11-27', takenAt: '2026-11-22T10:00:00Z' };
const taken: PromiseTerms = { running, offer: null, reasons: [], rules };
const wish = { contractNumber, amountKopecks: 10_000, dueOn: '2026-11-27' };

export const promiseExamples: OperationExamples<typeof promises> = {
  terms: { input: { contractNumber }, answer: { ...taken, running: null } },
  take: { input: wish, answer: taken },
};

export const promiseVerbExamples: VerbExamples<typeof promisesVerbs> = {
  request: { input: wish, answer: taken },
};
