export { autopayRoutes } from './autopay-routes.ts';
export { createAutopayJob, type AutopayJob } from './job.ts';
export type { AutopayOrder, AutopayOutcome, AutopayPayments } from './pay.ts';
export type { AutopayTables } from './tables.ts';
