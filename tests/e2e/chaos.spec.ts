import { expect, test } from '#tests/fixtures.ts';
import { run } from '../chaos/payments/chaos.ts';

/** Few runs here; more with `npm run chaos -- payments --runs 200`. */
const RUNS = 8;

test('[B18] a payment is charged once and credited once while program, service and payment system are killed at random', async () => {
  test.setTimeout(360_000);
  const result = await run({ runs: RUNS, seed: 20_261_123, log: () => undefined });
  expect(result.faults).toEqual([]);
  expect(result).toMatchObject({ runs: RUNS, lost: 0, doubled: 0, untrue: 0, pass: true });
  // Proves that processes were really killed.
  const { client, service, paymentSystem } = result.kills;
  expect(Math.min(client, service, paymentSystem)).toBeGreaterThan(0);
});
