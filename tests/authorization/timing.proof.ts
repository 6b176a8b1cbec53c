import { describe, expect, it } from 'vitest';
import { freshDatabase } from '#tests/databases.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { paths } from '#protocol/api/paths.ts';
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

interface Door {
  readonly title: string;
  readonly template: string;
  body(email: string): object;
  /** Asked for by somebody who is signed in. */
  readonly signedIn?: boolean;
}

const signIn: Door = {
  title: 'sign-in',
  template: paths.sessions,
  body: (email) => ({ email, password: 'no password of anybody', ...place }),
};
const registration: Door = {
  title: 'registration',
  template: paths.registrations,
  body: (email) => ({ email, password, advertisingConsent: false, consentTextVersion: '2026-09', language }),
};
const letter: Door = {
  title: 'the letter of a registration',
  template: paths.registrationLetter,
  body: (email) => ({ email, language }),
};
const reset: Door = {
  title: 'a lost password',
  template: paths.passwordResets,
  body: (email) => ({ email, language }),
};
const change: Door = {
  title: 'another address',
  template: accounts.changeEmail.path,
  body: (email) => ({ email, password, language }),
  signedIn: true,
};

type Times = Readonly<Record<AddressKind, readonly number[]>>;

/** A service that listens, as it runs, and measures what somebody outside can measure. */
class Watch {
  readonly #rig: Rig;
  readonly #stopwatch: Stopwatch;
  readonly #hash: string;
  #series = 0;

  constructor(rig: Rig, stopwatch: Stopwatch, hash: string) {
    this.#rig = rig;
    this.#stopwatch = stopwatch;
    this.#hash = hash;
  }

  #addresses(): Promise<Record<AddressKind, string>> {
    this.#series += 1;
    return makeAddresses(this.#rig, `watch${10_000 + this.#series}`, this.#hash);
  }

  /** Signed in for as long as the service's clock stands still. */
  async #token(): Promise<string> {
    const body = { email: (await this.#addresses()).known, password, ...place };
    const answer = await this.#rig.ask({ method: 'POST', template: paths.sessions, body });
    return tokenGrant.parse(JSON.parse(answer.text)).accessToken;
  }

  /**
   * Asks about each kind of address in turns, so that whatever else the machine does falls on all alike; each stands at
   * each place of the round as often as the others. Nobody has asked about an address before, so that no wait runs and
   * every letter is written.
   *
   * @param warmUps rounds before, which do not count
   */
  async measure(door: Door, rounds: number, warmUps: number): Promise<Times> {
    const token = door.signedIn === true ? await this.#token() : null;
    const times: Record<AddressKind, number[]> = { known: [], unknown: [], pending: [], social: [] };
    for (let round = -warmUps; round < rounds; round += 1) {
      const addresses = await this.#addresses();
      for (const [at] of addressKinds.entries()) {
        const kind = addressKinds[(at + round + warmUps) % addressKinds.length] ?? 'known';
        // What the last letter costs must not fall on this request.
        await this.#rig.quiet();
        const { ms, status } = await this.#stopwatch.time({
          url: this.#rig.origin + door.template,
          body: JSON.stringify(door.body(addresses[kind])),
          token,
        });
        if (status !== 202 && status !== 401) throw new Error(`${door.title}: ${status}`);
        if (round >= 0) times[kind].push(ms);
      }
    }
    return times;
  }
}
/** Starts a service at a cost of passwords, measures, and stops it. */
async function watched(cost: PasswordCost, work: (watch: Watch) => Promise<void>): Promise<void> {
  const database = await freshDatabase('sqlite');
  const mail = await startMailSink();
  const stopwatch = startStopwatch();
  const options = { demo: false, passwordCost: cost, mail: { smtpUrl: mail.url } };
  const rig = await startRig(database.address, options);
  try {
    await work(new Watch(rig, stopwatch, await createPasswords(cost).hash(password)));
  } finally {
    await stopwatch.stop();
    await rig.close();
    await mail.close();
    await database.remove();
  }
}

/** Each kind against an address that nobody has. */
function against(times: Times): { readonly kind: AddressKind; readonly share: number; readonly ratio: number }[] {
  const { unknown, ...others } = times;
  return Object.entries(others).map(([kind, ms]) => ({
    kind: kind as AddressKind,
    share: largerShare(ms, unknown),
    ratio: median(ms) / median(unknown),
  }));
}

describe('how long a door takes to answer', () => {
  /**
   * `npm test` proves the cause without a clock: for each kind of address the same statements and hashes of the same cost
   * run in the same order (statements.test.ts). Here is measured what follows from it.
   *
   * Some hundred milliseconds of hash, which must be spent whatever the address. Leaving it out for one kind makes every
   * value of that kind the smaller (share 0 or 1) and the medians differ a hundredfold; spending it twice, twofold. Both
   * signs together are asked for, because of 5 and 5 values of one distribution one sample is all the larger in 2 of 252
   * cases, while their medians then differ by what a busy machine adds to one kind in each of five rounds and to the
   * other in none.
   */
  const hashed = { rounds: 5, ratio: 1.6 };

  it.each([signIn, registration, change])(
    'is the same at the real cost of a password, whatever the address: $title',
    { timeout: 120_000 },
    async (door) => {
      await watched(fullPasswordCost, async (watch) => {
        const times = await watch.measure(door, hashed.rounds, 0);
        // The hash is there: far more than everything else together.
        expect(median(times.unknown)).toBeGreaterThan(50);
        const apart = against(times).filter(
          ({ share, ratio }) => (share === 0 || share === 1) && (ratio > hashed.ratio || ratio < 1 / hashed.ratio),
        );
        expect(apart).toEqual([]);
      });
    },
  );

  /**
   * With a hash that hides nothing, what is left are a few milliseconds. Where nothing tells two kinds apart the share of
   * larger values is 0.5 with a standard deviation of 0.053 (60 and 60 values), so a bound of 4.7 of these is passed once
   * in 400,000 comparisons by chance, on a busy machine as on a quiet one: in turns its noise falls on all, and ranks do
   * not see how large it is. What is let through is of no use: even on the service's own machine, with no network in
   * between, a guess by one measurement of each would be right three times of four at best. That not even this is there
   * to be had is shown without a clock: the statements are the same ones (statements.test.ts).
   */
  const bare = { rounds: 60, deviations: 4.7 };

  it.each([signIn, registration, letter, reset, change])(
    'is the same beside the hash, whatever the address: $title',
    { timeout: 120_000 },
    async (door) => {
      await watched({ logN: 4, r: 1, p: 1 }, async (watch) => {
        const bound = bare.deviations * shareDeviation(bare.rounds, bare.rounds);
        expect(bound).toBeLessThan(0.25);
        const apart = against(await watch.measure(door, bare.rounds, 2)).filter(
          ({ share }) => Math.abs(share - 0.5) > bound,
        );
        expect(apart).toEqual([]);
      });
    },
  );
});
