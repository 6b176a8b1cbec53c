import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { paths } from '#protocol/http/paths.ts';
import { tokenGrant } from '#protocol/http/sessions.ts';
import { createPasswords, fullPasswordCost } from '../accounts/passwords.ts';
import { addressKinds, makeAddresses, type AddressKind } from './addresses.ts';
import { median, largerShare, shareDeviation } from './ranks.ts';
import { startRig, type Rig } from './rig.ts';
import { startMailSink, type MailSink } from './mail-sink.ts';
import { startStopwatch, type Stopwatch } from './stopwatch.ts';
import { place } from './world.ts';
import { waitUntil } from './wait-until.ts';

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
  template: paths.accountEmail,
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

  /** Until every letter of the last request has left: what it costs must not fall on the next. */
  async #quiet(): Promise<void> {
    const { db } = this.#rig.server.core;
    await waitUntil(
      () => db.selectFrom('letters').select('id').where('next_try_at', 'is not', null).limit(1).executeTakeFirst(),
      (waiting) => waiting === undefined,
    );
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
   */
  async measure(door: Door, rounds: number): Promise<Times> {
    const token = door.signedIn === true ? await this.#token() : null;
    const times: Record<AddressKind, number[]> = { known: [], unknown: [], pending: [], social: [] };
    // The first rounds warm everything up.
    for (let round = -2; round < rounds; round += 1) {
      const addresses = await this.#addresses();
      for (const [at] of addressKinds.entries()) {
        const kind = addressKinds[(at + round + 2) % addressKinds.length] ?? 'known';
        await this.#quiet();
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
void describe;
void shareDeviation;
void expect;
for (const [n, cost] of [[60, { logN: 4, r: 1, p: 1 }]] as const)
  describe('x', () => {
    let database: TestDatabase;
    let rig: Rig;
    let watch: Watch;
    let mail: MailSink;
    let stopwatch: Stopwatch;
    beforeAll(async () => {
      mail = await startMailSink();
      stopwatch = startStopwatch();
      database = await freshDatabase('sqlite');
      rig = await startRig(database.address, { demo: false, passwordCost: cost, mail: { smtpUrl: mail.url } });
      watch = new Watch(rig, stopwatch, await createPasswords(cost).hash(password));
    });
    afterAll(async () => {
      await stopwatch.stop();
      await rig.close();
      await mail.close();
      await database.remove();
    });
    it.each([signIn, registration, letter, reset, change])(
      '$title',
      async (door) => {
        const t0 = performance.now();
        const times = await watch.measure(door, n);
        const u = times.unknown;
        console.log(
          door.title,
          Math.round(performance.now() - t0),
          Object.entries(times)
            .map(([k, t]) => `${k} ${median(t).toFixed(2)} ${largerShare(t, u).toFixed(2)}`)
            .join(' | '),
          shareDeviation(n, n),
        );
      },
      60_000,
    );
  });
