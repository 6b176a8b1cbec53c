/** Forecast: when a contract's balance runs out, by the rules of the daily job. */
export {
  afterTopUp,
  type ForecastStart,
  missingThrough,
  nextDailyPrice,
  roundUp,
  simulate,
  type Simulation,
  warningDue,
} from './rules.ts';
