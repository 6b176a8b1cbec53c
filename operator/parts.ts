import type { DemoSubscriber } from '#protocol/api/demo.ts';
import { createAccountDeps, type AccountDeps } from './domains/accounts/account-deps.ts';
import { paymentsPersonalData } from './domains/payments/personal-data.ts';
import { accountCreator, type CreateAccount } from './domains/accounts/accounts.ts';
import { sweepIdentities } from './domains/accounts/identities/tickets.ts';
import { createPasswords } from './domains/accounts/passwords/passwords.ts';
import { createSessions, type Sessions } from './domains/accounts/sessions/sessions.ts';
import { purgeAccountRows } from './domains/accounts/purge-account-rows.ts';
import { createAutopayJob, type AutopayJob } from './domains/autopay/index.ts';
import { billThroughToday } from './domains/billing/daily-job.ts';
import type { Core } from './platform/lifecycle/core.ts';
import { createEventSource } from './platform/events/event-source.ts';
import { createEventHub, type EventHub } from './platform/events/hub.ts';
import { createNetworks, type Networks } from './outside/identity-networks/networks.ts';
import type { ProviderAccess } from './platform/payment-provider/api.ts';
import { createProviderClient } from './platform/payment-provider/client.ts';
import { usualLimits } from './platform/http/rate-limits.ts';
import type { MailLog } from './domains/mail/outbox.ts';
import { createMailParts, type MailParts } from './mail-parts.ts';
import { createPayments, type Payments } from './domains/payments/index.ts';
import { createPoller, type Poller } from './platform/jobs/poller.ts';
import { createScheduler, type Scheduler } from './platform/jobs/scheduler.ts';
import { createSmsPayments, tellPhone, type SmsPayments } from './domains/sms-payments/sms-payments.ts';
import type { StartOptions } from './start-options.ts';

/** The app's log, once there is one. */
export interface StartLog extends MailLog {
  error: (error: unknown) => void;
  info: MailLog['info'];
  warn: MailLog['warn'];
}

/** Components of a service besides its core. */
export interface Parts {
  readonly sessions: Sessions;
  readonly accounts: AccountDeps;
  readonly mail: MailParts;
  readonly networks: Networks;
  /** How the payment system is reached; null: there is none. */
  readonly paymentProvider: ProviderAccess | null;
  readonly payments: Payments;
  readonly smsPayments: SmsPayments;
  /** Resumes messages to the short number that have no answer yet. */
  readonly smsPoller: Poller;
  readonly hub: EventHub;
  readonly scheduler: Scheduler;
  readonly autopay: AutopayJob;
  readonly createAccount: CreateAccount;
  readonly onError: (error: unknown) => void;
  demoSubscribers: readonly DemoSubscriber[] | null;
}

/** Dependencies injected at start-up. */
export interface ServiceDependencies {
  readonly log: StartLog;
  /** Public origin for links in e-mail, read when a message is sent. */
  readonly origin: () => string;
  /** How the payment system is reached; null: there is none. */
  readonly paymentProvider: ProviderAccess | null;
}

/** Creates and connects the components; starts none of them. */
export function assemble(core: Core, options: StartOptions, dependencies: ServiceDependencies): Parts {
  const { log, origin, paymentProvider } = dependencies;
  const { clock, db, profile } = core;
  const onError = (error: unknown): void => {
    log.error(error);
  };
  const passwords = createPasswords(options.passwordCost);
  const sessions = createSessions({ db, clock, rules: profile.accounts, passwords });
  const mail = createMailParts(core, {
    ...options.mail,
    origin,
    log: { info: (fields, text) => log.info(fields, text), warn: (fields, text) => log.warn(fields, text) },
    onError,
  });
  const hub = createEventHub({
    source: createEventSource(db),
    standings: (ids) => sessions.standings(ids),
    streamsPerSession: { ...usualLimits, ...options.limits }.streamsPerSession,
    onError,
  });
  const accounts = createAccountDeps(core, {
    passwords,
    sessions,
    letters: mail.outbox,
    personalData: [paymentsPersonalData],
  });
  const sms = accounts.shortMessages;
  const payments = createPayments(
    {
      core,
      provider: createProviderClient(paymentProvider),
      access: () => paymentProvider,
      notifyPhone: (trx, payment) => tellPhone(trx, sms, payment),
      origin,
      log: { info: (fields, text) => log.info(fields, text), warn: (fields, text) => log.warn(fields, text) },
    },
    onError,
  );
  const smsPayments = createSmsPayments({ core, sms, take: payments.takeSms, onError });
  const autopay = createAutopayJob({ core, payments: payments.autopay, onError });
  const smsPoller = createPoller(profile.payments.reconcileMs, () => smsPayments.resume(), onError);
  const scheduler = createScheduler({
    clock,
    timeZone: profile.timeZone,
    async runDays() {
      await billThroughToday(core);
      await autopay.runToday();
    },
    async tidy() {
      await sessions.purge();
      await mail.tidy();
      await sweepIdentities(db, clock.now(), profile.accounts);
      await purgeAccountRows(db, clock.now(), profile.accounts);
      await payments.tidy();
    },
    onError,
  });
  const createAccount = accountCreator(passwords, () => clock.now());
  const networks = createNetworks({ clientName: profile.brand });
  return {
    sessions,
    accounts,
    mail,
    networks,
    paymentProvider,
    payments,
    smsPayments,
    smsPoller,
    hub,
    scheduler,
    autopay,
    createAccount,
    onError,
    demoSubscribers: null,
  };
}
