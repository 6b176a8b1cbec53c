/**
 * How long until a moment that the service named, ms. The service's clock and this computer's may differ by anything:
 * what lies outside the time that the rules of the profile allow is taken to be exactly that time.
 *
 * @param instant ISO 8601 UTC
 * @param usualMs what the rule says
 * @param longestMs the longest that can be true
 */
export function msUntil(instant: string, usualMs: number, longestMs = usualMs): number {
  const left = Date.parse(instant) - Date.now();
  return left > 0 && left <= longestMs ? left : usualMs;
}
