/** Paths of the operator API, as the client calls them and the service mounts them. */
export const paths = {
  live: '/health/live',
  ready: '/health/ready',
  profile: '/v1/profile',
  demoSubscribers: '/v1/demo/subscribers',
  sessions: '/v1/sessions',
  refresh: '/v1/sessions/refresh',
  currentSession: '/v1/sessions/current',
  account: '/v1/account',
  overview: '/v1/contracts/:contractNumber/overview',
  events: '/v1/events',
  consoleClock: '/console/clock',
  consoleAdvance: '/console/clock/advance',
  consoleTopUps: '/console/top-ups',
} as const;

/** The overview's path of one contract. */
export function overviewPath(contractNumber: string): string {
  return paths.overview.replace(':contractNumber', encodeURIComponent(contractNumber));
}
