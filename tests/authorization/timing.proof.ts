import { passwordResets, registrations, sessions } from '#protocol/api/sign-in.ts';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '#tests/databases.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { tokenGrant } from '#protocol/api/sessions.ts';
import {
  createPasswords,
  fullPasswordCost,
  type PasswordCost,
} from '../../operator/domains/accounts/passwords/passwords.ts';
import { addressKinds, makeAddresses, type AddressKind } from './addresses.ts';
import { median, largerShare, shareDeviation } from './rank-statistics.ts';
import { startRig, type Rig } from './harness.ts';
import { startMailSink } from './mail-sink.ts';
import { startStopwatch, type Stopwatch } from './stopwatch.ts';
import { place } from './fixture-data.ts';

const language = 'en';
const password = 'the right password';

interface PublicRoute {
  readonly title: string;
  readonly template: string;
  body(email: string): object;
  /** Requires a signed-in session. */
  readonly signedIn?: boolean;
}

const signIn: PublicRoute = {
  title: 'sign-in',
  template: sessions.create.path,
  body: (email) => ({ email, password: 'no password of anybody', ...place }),
};
const registration: PublicRoute = {
  title: 'registration',
  template: registrations.create.path,
  body: (email) => ({ email, password, advertisingConsent: false, consentTextVersion: '2026-09', language }),
};
const letter: PublicRoute = {
  title: 'the letter of a registration',
  template: registrations.resendMail.path,
  body: (email) => ({ email, language }),
};
const reset: PublicRoute = {
  title: 'a lost password',
  template: passwordResets.create.path,
  body: (email) => ({ email, language }),
};
const change: PublicRoute = {
  title: 'another address',
  template: accounts.changeEmail.path,
  body: (email) => ({ email, password, language }),
  signedIn: true,
};

type Times = Readonly<Record<AddressKind, readonly number[]>>;

/** Runs the service and measures response times as a client sees them. */
class TimingProbe {
  readonly #harness: Rig;
  readonly #stopwatch: Stopwatch;
  readonly #hash: string;
  #series = 0;

  constructor(harness: Rig, stopwatch: Stopwatch, hash: string) {
    this.#harness = harness;
    this.#stopwatch = stopwatch;
    this.#hash = hash;
  }

  #addresses(): Promise<Record<AddressKind, string>> {
    this.#series += 1;
    return makeAddresses(this.#harness, `probe${10_000 + this.#series}`, this.#hash);
  }

  /** Access token; stays valid because the service's clock does not advance. */
  async #token(): Promise<string> {
    const body = { email: (await this.#addresses()).known, password, ...place };
    const answer = await this.#harness.ask({ method: 'POST', template: sessions.create.path, body });
    return tokenGrant.parse(JSON.parse(answer.text)).accessToken;
  }

  /**
   * Requests each kind of address in turn, so that other load on the machine affects all kinds equally; the order rotates
   * between rounds. Each address is new, so that no wait is active and every mail is stored.
   *
   * @param warmUps rounds before the measured ones
   */
  async measure(route: PublicRoute, rounds: number, warmUps: number): Promise<Times> {
    const token = route.signedIn === true ? await this.#token() : null;
    const times: Record<AddressKind, number[]> = { known: [], unknown: [], pending: [], social: [] };
    for (let round = -warmUps; round < rounds; round += 1) {
      const addresses = await this.#addresses();
      for (const [at] of addressKinds.entries()) {
        const kind = addressKinds[(at + round + warmUps) % addressKinds.length] ?? 'known';
        // Wait for the previous mail, so that sending it does not slow this request down.
        await this.#harness.quiet();
        const { ms, status } = await this.#stopwatch.time({
          url: this.#harness.origin + route.template,
          body: JSON.stringify(route.body(addresses[kind])),
          token,
        });
        if (status !== 202 && status !== 401) throw new Error(`${route.title}: ${status}`);
        if (round >= 0) times[kind].push(ms);
      }
    }
    return times;
  }
}
/** Starts a service with the given password hash cost, runs `work`, and stops it. */
async function withProbe(cost: PasswordCost, work: (probe: TimingProbe) => Promise<void>): Promise<void> {
  const database = await freshDatabase('sqlite');
  const mail = await startMailSink();
  const stopwatch = startStopwatch();
  const options = { demo: false, passwordCost: cost, mail: { smtpUrl: mail.url } };
  const harness = await startRig(database.address, options);
  try {
    await work(new TimingProbe(harness, stopwatch, await createPasswords(cost).hash(password)));
  } finally {
    await stopwatch.stop();
    await harness.close();
    await mail.close();
    await database.remove();
  }
}

/** Compares each kind with an unknown address. */
function against(times: Times): { readonly kind: AddressKind; readonly share: number; readonly ratio: number }[] {
  const { unknown, ...others } = times;
  return Object.entries(others).map(([kind, ms]) => ({
    kind: kind as AddressKind,
    share: largerShare(ms, unknown),
    ratio: median(ms) / median(unknown),
  }));
}

describe('response time of public routes', () => {
  /**
   * statements.test.ts checks the cause without a clock: for each kind of address the same statements and hashes run in
   * the same order. This file measures the effect.
   *
   * The hash takes some hundred milliseconds and must run for every address. If it is missing for one kind, all its
   * values are smaller (share 0 or 1) and the medians differ a hundredfold; if it runs twice, twofold. A failure requires
   * both signs: with 5 and 5 values of one distribution a share of 0 or 1 has a chance of 2 in 252, but then the medians
   * differ only by the noise of the machine.
   */
  const hashed = { rounds: 5, ratio: 1.6 };

  it.each([signIn, registration, change])(
    'is the same at the real cost of a password, whatever the address: $title',
    { timeout: 120_000 },
    async (route) => {
      await withProbe(fullPasswordCost, async (probe) => {
        const times = await probe.measure(route, hashed.rounds, 0);
        // The hash ran: it takes far longer than everything else.
        expect(median(times.unknown)).toBeGreaterThan(50);
        const apart = against(times).filter(
          ({ share, ratio }) => (share === 0 || share === 1) && (ratio > hashed.ratio || ratio < 1 / hashed.ratio),
        );
        expect(apart).toEqual([]);
      });
    },
  );

  /**
   * With the cheapest hash a response takes a few milliseconds, so the hash hides nothing. For indistinguishable kinds the
   * share of larger values is 0.5 with a standard deviation of 0.053 (60 and 60 values); a bound of 4.7 deviations is
   * exceeded by chance once in 400,000 comparisons. Load on the machine does not change this: requests alternate between
   * the kinds, and ranks ignore the size of outliers. Differences below the bound are of little use: even without a
   * network in between, a guess from one measurement of each would be right three times out of four at best. That there
   * is no difference at all is shown by the identical statements (statements.test.ts).
   */
  const bare = { rounds: 60, deviations: 4.7 };

  it.each([signIn, registration, letter, reset, change])(
    'is the same beside the hash, whatever the address: $title',
    { timeout: 120_000 },
    async (route) => {
      await withProbe({ logN: 4, r: 1, p: 1 }, async (probe) => {
        const bound = bare.deviations * shareDeviation(bare.rounds, bare.rounds);
        expect(bound).toBeLessThan(0.25);
        const apart = against(await probe.measure(route, bare.rounds, 2)).filter(
          ({ share }) => Math.abs(share - 0.5) > bound,
        );
        expect(apart).toEqual([]);
      });
    },
  );
});
