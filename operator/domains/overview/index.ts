/** Overview: the dashboard of a contract. */
export { readOverview } from './overview.ts';
export { forecastEvents, receptionOf } from './overview-rules.ts';
export { overviewRoute, type ReadOverview } from './overview-route.ts';
