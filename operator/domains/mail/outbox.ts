import type { Kysely } from 'kysely';
import PQueue from 'p-queue';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { linkPages } from '#protocol/api/link-pages.ts';
import { fillPath } from '#protocol/api/paths.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/schema.ts';
import { MailFailure } from '../../platform/mail/mail-failure.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import type { ComposedMail } from './compose.ts';
import type { Letters, LinkKind } from './mail-kinds.ts';
import {
  claimMail,
  dueMail,
  factsOf,
  deleteOldMail,
  makeDue,
  kindOf,
  nextDue,
  markSent,
  rescheduleMail,
  storeMail,
  type ClaimedMail,
  type MintLink,
} from './outbox-rows.ts';
import { isGivenUp, retryAfterMs } from './rules.ts';
import type { LettersTable } from './tables.ts';
import { deleteOldMailRequests } from './throttle.ts';

/** Log of the outbox: kinds and counts, never addresses, links or contents. */
export interface MailLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface OutboxDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly profile: OperatorProfile;
  readonly mailer: Mailer;
  readonly mint: MintLink;
  /** Origin of the pages that links open: `http://127.0.0.1:PORT`. */
  readonly origin: () => string;
  readonly log: MailLog;
  readonly onError: (error: unknown) => void;
  /** Interval of connection checks while nothing is sent, ms; null: none (the server runs in this process). */
  readonly greetEveryMs: number | null;
}

/** The outbox and its worker. */
export interface Outbox extends Letters {
  /** Starts the worker; mail stored earlier is sent now. */
  start(): void;
  /** Sends due mail; resolves when done. Never rejects. */
  run(): Promise<void>;
  /** Checks the mail server, updates `delayed`, and sends waiting mail if the server answers. Never rejects. */
  probe(): Promise<void>;
  /** Deletes old mail and expired request counters. */
  purge(): Promise<void>;
  /** Stops the worker; resolves when deliveries in progress have ended or were aborted. */
  stop(): Promise<void>;
}

/** Longer than a delivery may take, so that no other instance sends the same mail. */
const CLAIM_MS = 120_000;
const DELIVER_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 3_000;
const AT_ONCE = 4;
/** Longest interval between two checks of the outbox: another instance may have crashed or moved the clock. */
const LONGEST_WAIT_MS = 20_000;
const KEPT_MS = 90 * 86_400_000;

/** Creates the outbox; its worker runs after `start()`, `run()`, `probe()` or `wake()`. */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { db, clock, profile, mailer, log, onError } = deps;
  const abortDeliveries = new AbortController();
  /** Mail rescheduled by this instance, with the time of its next attempt (ms UTC). */
  const waiting = new Map<string, number>();
  let delayed = false;
  let failuresInRow = 0;
  const queue = new PQueue({ concurrency: 1 });
  let timer: NodeJS.Timeout | null = null;
  let msSinceGreeting = 0;
  let started = false;
  let stopped = false;

  const lifeMs = (kind: LinkKind): number =>
    kind === 'password-reset' ? profile.accounts.resetLinkMs : profile.accounts.confirmLinkMs;

  async function compose({ row, token }: ClaimedMail): Promise<ComposedMail> {
    // Loaded with the first mail, to keep start-up short.
    const { composeMail } = await import('./compose.ts');
    const kind = kindOf(row);
    const page = `${deps.origin()}${fillPath(linkPages.show.path, { purpose: kind })}`;
    const link = token === null ? null : { address: `${page}#token=${token}`, lifeMs: lifeMs(kind as LinkKind) };
    return composeMail({ kind, language: row.language, facts: factsOf(row), at: row.created_at, link }, profile);
  }

  async function deliver(mail: ClaimedMail): Promise<void> {
    const { row } = mail;
    const composed = await compose(mail);
    // Without a recipient only connect: `delayed` must not reveal whether the address is known.
    if (row.recipient === null) return mailer.greet();
    const signal = AbortSignal.any([abortDeliveries.signal, AbortSignal.timeout(DELIVER_WITHIN_MS)]);
    const message = { id: row.id, to: row.recipient, language: row.language, at: clock.now(), ...composed };
    await mailer.deliver(message, signal);
  }

  async function onServerAvailable(): Promise<void> {
    const wasDelayed = delayed;
    delayed = false;
    failuresInRow = 0;
    msSinceGreeting = 0;
    if (wasDelayed) log.info({ waiting: waiting.size }, 'mail server answers');
    // The waits grew during the outage; retry now.
    for (const [id, until] of waiting) await makeDue(db, id, until, clock.now());
    waiting.clear();
  }

  function recordFailure(failure: MailFailure): void {
    msSinceGreeting = 0;
    if (failure.kind !== 'server') return;
    if (!delayed) log.warn({ failure: failure.detail }, 'mail server does not answer');
    delayed = true;
    failuresInRow += 1;
  }

  async function handleFailure(mail: ClaimedMail, failure: MailFailure): Promise<void> {
    const { row } = mail;
    recordFailure(failure);
    const now = clock.now();
    const over = failure.kind === 'never' || isGivenUp({ createdAt: row.created_at, tries: row.tries }, now);
    const nextTryAt = over ? null : now + retryAfterMs(row.tries);
    await rescheduleMail(db, mail, nextTryAt);
    if (nextTryAt !== null) waiting.set(row.id, nextTryAt);
    const fields = { kind: row.kind, tries: row.tries, failure: failure.detail };
    if (over) log.warn(fields, 'letter given up');
    else log.info(fields, 'letter waits');
  }

  async function send(row: LettersTable): Promise<void> {
    const now = clock.now();
    const claim = { now, until: now + CLAIM_MS };
    const mail = await claimMail(db, row, claim, { mint: deps.mint, lifeMs });
    waiting.delete(row.id);
    if (mail === 'taken') return;
    if (mail === 'given-up') {
      log.warn({ kind: row.kind, tries: row.tries }, 'letter given up');
      return;
    }
    try {
      await deliver(mail);
    } catch (error) {
      if (!(error instanceof MailFailure)) onError(error);
      await handleFailure(mail, error instanceof MailFailure ? error : new MailFailure('later', 'fault'));
      return;
    }
    await markSent(db, mail, clock.now());
    if (row.recipient !== null) log.info({ kind: row.kind, tries: mail.row.tries }, 'letter left');
    await onServerAvailable();
  }

  /** Sends until nothing is due or the server does not answer: further attempts would fail as well. */
  async function sendDue(): Promise<void> {
    for (;;) {
      if (stopped) return;
      const due = await dueMail(db, clock.now(), AT_ONCE);
      if (due.length === 0) return;
      const failures = failuresInRow;
      const done = await Promise.allSettled(due.map((row) => send(row)));
      const fault = done.find((one) => one.status === 'rejected');
      if (fault) throw fault.reason as Error;
      if (failuresInRow > failures) {
        failuresInRow = failures + 1;
        return;
      }
    }
  }

  async function waitMs(): Promise<number> {
    if (delayed) return Math.min(retryAfterMs(failuresInRow), LONGEST_WAIT_MS);
    const due = await nextDue(db);
    return due === null ? LONGEST_WAIT_MS : Math.min(Math.max(due - clock.now(), 10), LONGEST_WAIT_MS);
  }

  async function scheduleNextRun(): Promise<void> {
    if (stopped || !started) return;
    const wait = await waitMs().catch(() => LONGEST_WAIT_MS);
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      msSinceGreeting += wait;
      const greet = delayed || (deps.greetEveryMs !== null && msSinceGreeting >= deps.greetEveryMs);
      void (greet ? probe() : run());
    }, wait);
    timer.unref();
  }

  function enqueue(work: () => Promise<void>): Promise<void> {
    return queue.add(async () => {
      try {
        await work();
      } catch (error) {
        if (!stopped) onError(error);
      }
      await scheduleNextRun();
    });
  }

  function run(): Promise<void> {
    return enqueue(sendDue);
  }

  function probe(): Promise<void> {
    return enqueue(async () => {
      try {
        await mailer.greet();
      } catch (error) {
        if (!(error instanceof MailFailure)) throw error;
        recordFailure(error);
        return;
      }
      await onServerAvailable();
      await sendDue();
    });
  }

  return {
    write: (trx, order) => storeMail(trx, order, clock.now()),
    wake() {
      if (!stopped) void run();
    },
    delayed: () => delayed,
    start() {
      started = true;
      void (deps.greetEveryMs === null ? run() : probe());
    },
    run,
    probe,
    async purge() {
      await deleteOldMail(db, clock.now() - KEPT_MS);
      await deleteOldMailRequests(db, clock.now());
    },
    async stop() {
      stopped = true;
      const late = setTimeout(() => {
        abortDeliveries.abort();
      }, STOP_WITHIN_MS);
      await queue.onIdle();
      clearTimeout(late);
      if (timer) clearTimeout(timer);
    },
  };
}
