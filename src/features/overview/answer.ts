import type { Overview } from '#protocol/api/overview.ts';
import { addDays, daysBetween, inZone } from '#protocol/format/days.ts';
import type { OverviewKey } from './texts.ts';

/** A figure inside a sentence; the screen writes it in its language. */
export type Fact =
  { readonly money: number } | { readonly day: string } | { readonly time: string } | { readonly count: number };

/** A sentence by its message key. `count` chooses the plural form where the message has several. */
export interface Saying {
  readonly key: OverviewKey;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly count?: number;
}

/** How urgent it is: on, soon something is needed, off, or paused at one's own wish. */
export type Tone = 'on' | 'soon' | 'off' | 'paused';

/** What the first card says, without a language. */
export interface Answer {
  readonly tone: Tone;
  readonly chip: Saying;
  readonly title: Saying;
  readonly sub: readonly Saying[];
}

/** The numbers of the profile that the answer depends on. */
export interface AnswerRules {
  /** Days left from which on it is said what is missing. */
  readonly soonDays: number;
  /** How far the service looks ahead; beyond it no last day is named. */
  readonly horizonDays: number;
  /** The operator's zone. */
  readonly timeZone: string;
  /**
   * False for figures of an unknown age: "today" and "tomorrow" are then those of another day, so every day is
   * named by its date, and the state is called the last known one.
   */
  readonly live: boolean;
}

function saying(key: OverviewKey, facts: Readonly<Record<string, Fact>> = {}, count?: number): Saying {
  return count === undefined ? { key, facts } : { key, facts, count };
}

function balanceSaying(overview: Overview): Saying {
  const balance = { money: overview.balanceKopecks };
  const promise = overview.promise;
  if (promise === null) return saying('balance', { balance });
  return saying('balancePromised', {
    balance,
    promised: { money: promise.amountKopecks },
    day: { day: promise.dueOn },
  });
}

function nextChargeSaying(overview: Overview, live: boolean): readonly Saying[] {
  const next = overview.nextCharge;
  if (next === null) return [];
  const amount = { money: next.amountKopecks };
  return live && daysBetween(overview.today, next.day) <= 1
    ? [saying('nextChargeTonight', { amount })]
    : [saying('nextChargeOn', { amount, day: { day: next.day } })];
}

function untilTitle(lastDay: string, daysLeft: number, missing: number | null, live: boolean): Saying {
  const near = daysLeft === 0 ? 'stopsTomorrow' : daysLeft === 1 ? 'untilTomorrow' : 'until';
  const key = live ? near : 'until';
  const day = { day: lastDay };
  // Roubles choose the form of "is/are missing"; the amount is a whole number of the profile's steps.
  return missing === null
    ? saying(key, { day })
    : saying(`${key}Missing`, { day, amount: { money: missing } }, Math.ceil(missing / 100));
}

function soonChip(daysLeft: number): Saying {
  return daysLeft === 0 ? saying('chipLastDay') : saying('chipDaysLeft', { n: { count: daysLeft } }, daysLeft);
}

function whileOn(overview: Overview, lastDay: string | null, daysLeft: number | null, rules: AnswerRules): Answer {
  const { live } = rules;
  const money = [balanceSaying(overview), ...nextChargeSaying(overview, live)];
  const on = saying(live ? 'chipOn' : 'chipKnownOn');
  if (lastDay === null || daysLeft === null) {
    const years = rules.horizonDays >= 365;
    return {
      tone: 'on',
      chip: on,
      title: years
        ? saying('beyondYear')
        : saying('beyondDays', { n: { count: rules.horizonDays } }, rules.horizonDays),
      sub: money,
    };
  }
  if (daysLeft > rules.soonDays) {
    return { tone: 'on', chip: on, title: untilTitle(lastDay, daysLeft, null, live), sub: money };
  }
  const topUp = overview.topUpToMonthEnd;
  const reaches =
    topUp === null ? [] : [saying('reaches', { amount: { money: topUp.amountKopecks }, day: { day: topUp.lastDay } })];
  return {
    tone: 'soon',
    chip: live ? soonChip(daysLeft) : on,
    title: untilTitle(lastDay, daysLeft, topUp?.amountKopecks ?? null, live),
    sub: [...reaches, ...money],
  };
}

function whileBlocked(overview: Overview, since: string, backOnKopecks: number, rules: AnswerRules): Answer {
  const stopped = inZone(since, rules.timeZone);
  const distance = rules.live ? daysBetween(overview.today, stopped.day) : null;
  const key = distance === 0 ? 'stoppedToday' : distance === -1 ? 'stoppedYesterday' : 'stoppedOn';
  return {
    tone: 'off',
    chip: saying(rules.live ? 'chipOff' : 'chipKnownOff'),
    title: saying('missingAgain', { amount: { money: backOnKopecks } }, Math.ceil(backOnKopecks / 100)),
    sub: [saying(key, { day: { day: stopped.day }, time: { time: stopped.time } }), saying('comesBack')],
  };
}

/**
 * The first card in words: can I watch, until when, what is missing. Depends on the service's answer and the
 * profile alone, never on the computer's clock. "Until D" means that D is the last day.
 */
export function answerOf(overview: Overview, rules: AnswerRules): Answer {
  if (overview.contract.status === 'closed') {
    return { tone: 'off', chip: saying('chipClosed'), title: saying('closed'), sub: [balanceSaying(overview)] };
  }
  const reception = overview.reception;
  switch (reception.state) {
    case 'on':
      return whileOn(overview, reception.lastDay, reception.daysLeft, rules);
    case 'blocked':
      return whileBlocked(overview, reception.since, reception.backOnKopecks, rules);
    case 'suspended':
      return {
        tone: 'paused',
        chip: saying(rules.live ? 'chipSuspended' : 'chipKnownSuspended'),
        title: saying('suspendedUntil', { day: { day: addDays(reception.resumesOn, -1) } }),
        sub: [saying('resumes', { day: { day: reception.resumesOn } }), balanceSaying(overview)],
      };
  }
}
