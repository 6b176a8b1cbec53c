/** Paths of the operator API, as the client calls them and the service mounts them. */
export const paths = {
  /** HTML pages of the operator console; the program opens them in demo mode only. */
  consoleMailboxPage: '/console/mailbox',
  consolePhonePage: '/console/phone',
  consolePaymentsPage: '/console/payments-page',
  consoleFaultsPage: '/console/faults-page',
  consoleClockPage: '/console/time',
} as const;

/** A path with its `:name` parts filled in, each encoded. */
export function fillPath(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/:([a-zA-Z]+)/g, (_whole, name: string) => encodeURIComponent(parts[name] ?? ''));
}
