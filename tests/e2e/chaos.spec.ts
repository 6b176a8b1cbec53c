import { expect, test } from '#tests/fixtures.ts';
import { run } from '../chaos/payments/chaos.ts';

/** So many runs here; more by `npm run chaos -- payments --runs 200`. */
const RUNS = 8;

test('[B18] program, service and payment system are killed at random while somebody pays: charged once, credited once', async () => {
  test.setTimeout(360_000);
  const result = await run({ runs: RUNS, seed: 20_261_123, log: () => undefined });
  expect(result.faults).toEqual([]);
  expect(result).toMatchObject({ runs: RUNS, lost: 0, doubled: 0, untrue: 0, pass: true });
  // Nothing is proved by processes that were left in peace.
  const { client, service, paymentSystem } = result.kills;
  expect(Math.min(client, service, paymentSystem)).toBeGreaterThan(0);
});
