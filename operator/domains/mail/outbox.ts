import type { Kysely } from 'kysely';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { linkPages } from '#protocol/api/link-pages.ts';
import { fillPath } from '#protocol/api/paths.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/schema.ts';
import { MailFailure } from '../../platform/mail/mail-failure.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import type { ComposedLetter } from './compose.ts';
import type { Letters, LinkKind } from './mail-kinds.ts';
import {
  claimLetter,
  dueLetters,
  factsOf,
  forgetLetters,
  hurryLetter,
  kindOf,
  nextDue,
  noteSent,
  putBack,
  storeLetter,
  type ClaimedLetter,
  type MintLink,
} from './outbox-rows.ts';
import { isGivenUp, retryAfterMs } from './rules.ts';
import type { LettersTable } from './tables.ts';
import { forgetLetterRequests } from './throttle.ts';

/** Lines about letters; they name kinds and counts, never addresses, links or words. */
export interface LetterLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface OutboxDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly profile: OperatorProfile;
  readonly mailer: Mailer;
  readonly mint: MintLink;
  /** Where the pages behind the links are: `http://127.0.0.1:PORT`. */
  readonly origin: () => string;
  readonly log: LetterLog;
  readonly onError: (error: unknown) => void;
  /** How often the server is spoken to when no letter does it, ms; null: never (it is a part of this process). */
  readonly greetEveryMs: number | null;
}

/** The outbox with its worker. */
export interface Outbox extends Letters {
  /** Begins to send; what waits from before leaves now. */
  start(): void;
  /** Sends what is due; resolves when that is done. Never rejects. */
  run(): Promise<void>;
  /** Speaks to the mail server, so that `delayed` says how it is now; what waits for it leaves once it answers. */
  probe(): Promise<void>;
  /** Forgets what is of no use any more. */
  purge(): Promise<void>;
  /** Sends no more; ends when letters under way have left or are cut off. */
  stop(): Promise<void>;
}

/** A letter is ours for longer than a delivery may take, so that no other instance sends it meanwhile. */
const CLAIM_MS = 120_000;
const DELIVER_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 3_000;
const AT_ONCE = 4;
/** No longer is the outbox left unlooked at: another instance may have died, or moved the clock. */
const LONGEST_WAIT_MS = 20_000;
const KEPT_MS = 90 * 86_400_000;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { db, clock, profile, mailer, log, onError } = deps;
  const cut = new AbortController();
  /** Letters that this instance put back, and until when they wait. */
  const waiting = new Map<string, number>();
  let delayed = false;
  let failuresInRow = 0;
  let line: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let sinceGreeting = 0;
  let started = false;
  let stopped = false;

  const lifeMs = (kind: LinkKind): number =>
    kind === 'password-reset' ? profile.accounts.resetLinkMs : profile.accounts.confirmLinkMs;

  async function compose({ row, token }: ClaimedLetter): Promise<ComposedLetter> {
    // Loaded with the first letter: a start has no use for it.
    const { composeLetter } = await import('./compose.ts');
    const kind = kindOf(row);
    const page = `${deps.origin()}${fillPath(linkPages.show.path, { purpose: kind })}`;
    const link = token === null ? null : { address: `${page}#token=${token}`, lifeMs: lifeMs(kind as LinkKind) };
    return composeLetter({ kind, language: row.language, facts: factsOf(row), at: row.created_at, link }, profile);
  }

  async function deliver(letter: ClaimedLetter): Promise<void> {
    const { row } = letter;
    const composed = await compose(letter);
    // Nobody's letter goes the same way as far as it can: who looks at the answers learns nothing of the address.
    if (row.recipient === null) return mailer.greet();
    const signal = AbortSignal.any([cut.signal, AbortSignal.timeout(DELIVER_WITHIN_MS)]);
    const message = { id: row.id, to: row.recipient, language: row.language, at: clock.now(), ...composed };
    await mailer.deliver(message, signal);
  }

  async function answered(): Promise<void> {
    const wasDelayed = delayed;
    delayed = false;
    failuresInRow = 0;
    sinceGreeting = 0;
    if (wasDelayed) log.info({ waiting: waiting.size }, 'mail server answers');
    // Waits grew while it was away; it is back.
    for (const [id, until] of waiting) await hurryLetter(db, id, until, clock.now());
    waiting.clear();
  }

  function noteFailure(failure: MailFailure): void {
    sinceGreeting = 0;
    if (failure.kind !== 'server') return;
    if (!delayed) log.warn({ failure: failure.detail }, 'mail server does not answer');
    delayed = true;
    failuresInRow += 1;
  }

  async function failed(letter: ClaimedLetter, failure: MailFailure): Promise<void> {
    const { row } = letter;
    noteFailure(failure);
    const now = clock.now();
    const over = failure.kind === 'never' || isGivenUp({ createdAt: row.created_at, tries: row.tries }, now);
    const nextTryAt = over ? null : now + retryAfterMs(row.tries);
    await putBack(db, letter, nextTryAt);
    if (nextTryAt !== null) waiting.set(row.id, nextTryAt);
    const fields = { kind: row.kind, tries: row.tries, failure: failure.detail };
    if (over) log.warn(fields, 'letter given up');
    else log.info(fields, 'letter waits');
  }

  async function send(row: LettersTable): Promise<void> {
    const now = clock.now();
    const claim = { now, until: now + CLAIM_MS };
    const letter = await claimLetter(db, row, claim, { mint: deps.mint, lifeMs });
    waiting.delete(row.id);
    if (letter === 'taken') return;
    if (letter === 'given-up') {
      log.warn({ kind: row.kind, tries: row.tries }, 'letter given up');
      return;
    }
    try {
      await deliver(letter);
    } catch (error) {
      if (!(error instanceof MailFailure)) onError(error);
      await failed(letter, error instanceof MailFailure ? error : new MailFailure('later', 'fault'));
      return;
    }
    await noteSent(db, letter, clock.now());
    if (row.recipient !== null) log.info({ kind: row.kind, tries: letter.row.tries }, 'letter left');
    await answered();
  }

  /** Sends until nothing is due, or until the server does not answer: the others need not find that out again. */
  async function sendDue(): Promise<void> {
    for (;;) {
      if (stopped) return;
      const due = await dueLetters(db, clock.now(), AT_ONCE);
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

  async function arm(): Promise<void> {
    if (stopped || !started) return;
    const wait = await waitMs().catch(() => LONGEST_WAIT_MS);
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      sinceGreeting += wait;
      const greet = delayed || (deps.greetEveryMs !== null && sinceGreeting >= deps.greetEveryMs);
      void (greet ? probe() : run());
    }, wait);
    timer.unref();
  }

  function inLine(work: () => Promise<void>): Promise<void> {
    line = line
      .then(work)
      .catch((error: unknown) => {
        if (!stopped) onError(error);
      })
      .then(arm);
    return line;
  }

  function run(): Promise<void> {
    return inLine(sendDue);
  }

  function probe(): Promise<void> {
    return inLine(async () => {
      try {
        await mailer.greet();
      } catch (error) {
        if (!(error instanceof MailFailure)) throw error;
        noteFailure(error);
        return;
      }
      await answered();
      await sendDue();
    });
  }

  return {
    write: (trx, order) => storeLetter(trx, order, clock.now()),
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
      await forgetLetters(db, clock.now() - KEPT_MS);
      await forgetLetterRequests(db, clock.now());
    },
    async stop() {
      stopped = true;
      const late = setTimeout(() => {
        cut.abort();
      }, STOP_WITHIN_MS);
      await line;
      clearTimeout(late);
      if (timer) clearTimeout(timer);
    },
  };
}
