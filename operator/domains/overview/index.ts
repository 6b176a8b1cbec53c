/** Overview: the dashboard of a contract. */
export { forecastEvents, receptionOf } from './overview-rules.ts';
