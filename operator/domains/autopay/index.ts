/** Autopay: payments by a linked card below a balance or on a day of the month. */
export { autopayRoutes } from './autopay-routes.ts';
export { createAutopayJob, type AutopayJob } from './job.ts';
