import type { autopay, Autopay, AutopayPlan } from '#protocol/api/autopay.ts';
import { exampleContract, type OperationExamples } from './example.ts';

const contractNumber = exampleContract;
const plan: AutopayPlan = {
  when: { kind: 'threshold', belowKopecks: 10_000 },
  amountKopecks: 50_000,
  monthlyCeilingKopecks: 100_000,
  linkedCardId: 'card-1',
};
const off: Autopay = { plan: null, recommendedKopecks: 69_800, next: null, paidThisMonthKopecks: 0, failed: null };

export const autopayExamples: OperationExamples<typeof autopay> = {
  read: { input: { contractNumber }, answer: off },
  set: { input: { contractNumber, ...plan }, answer: { ...off, plan } },
  stop: { input: { contractNumber }, answer: off },
};
