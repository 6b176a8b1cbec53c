import type { FastifyInstance } from 'fastify';
import type { Overview } from '#protocol/api/overview.ts';
import type { SignInRequest, TokenGrant } from '#protocol/api/sessions.ts';
import { createAccountDeps } from '../../../operator/domains/accounts/account-deps.ts';
import { paymentsPersonalData } from '../../../operator/domains/payments/personal-data.ts';
import { accountCreator } from '../../../operator/domains/accounts/accounts.ts';
import { createPasswords, type PasswordCost } from '../../../operator/domains/accounts/passwords/passwords.ts';
import { createSessions, type Sessions } from '../../../operator/domains/accounts/sessions/sessions.ts';
import { isGrant } from '../../../operator/domains/accounts/sessions/sign-in-answer.ts';
import { createTestPost, type TestPost } from './outbox-fixture.ts';
import { createAutopayJob } from '../../../operator/domains/autopay/index.ts';
import { buildApp, type AppDeps } from '../../../operator/app.ts';
import { openCore, type Core } from '../../../operator/platform/lifecycle/core.ts';
import { migrations } from '../../../operator/migrations/index.ts';
import type { DatabaseAddress } from '../../../operator/platform/database/connect.ts';
import { createNetworks, type Networks } from '../../../operator/outside/identity-networks/networks.ts';
import type { ProviderAccess } from '../../../operator/platform/payment-provider/api.ts';
import { createProviderClient, type ProviderClient } from '../../../operator/platform/payment-provider/client.ts';
import { inTransaction } from '../../../operator/platform/database/unit-of-work.ts';
import { createEventSource } from '../../../operator/platform/events/event-source.ts';
import { createEventHub, type EventHub } from '../../../operator/platform/events/hub.ts';
import { tellPhone } from '../../../operator/domains/sms-payments/sms-payments.ts';
import { createPayments, type Payments } from '../../../operator/domains/payments/index.ts';
import { usualLimits } from '../../../operator/platform/http/rate-limits.ts';

/** Two accounts for HTTP tests; neither contract has billing data. */
export const anna = { email: 'anna@example.test', password: 'correct horse battery', contract: '1000000001' };
export const boris = { email: 'boris@example.test', password: 'another long password', contract: '1000000002' };

const cheap: PasswordCost = { logN: 4, r: 1, p: 1 };
export const startOfTests = Date.UTC(2025, 10, 22, 9);

/** A service without a listening port and with a fixed clock that the test moves. */
export interface TestService {
  readonly core: Core;
  readonly app: FastifyInstance;
  readonly sessions: Sessions;
  readonly hub: EventHub;
  readonly post: TestPost;
  readonly networks: Networks;
  readonly payments: Payments;
  /** Lines of the log, all levels. */
  readonly log: string[];
  readonly time: { now: number };
  signIn(request?: Partial<SignInRequest>): Promise<TokenGrant>;
  /** Stores one or more events in one transaction, as billing does. */
  tell(contract: string, amountKopecks: number, times?: number): Promise<void>;
  close(): Promise<void>;
}

export interface TestServiceOptions extends Partial<AppDeps> {
  readonly cost?: PasswordCost;
  readonly time?: { now: number };
  /** The payment system and its configuration; none by default. */
  readonly paymentProvider?: { readonly access: ProviderAccess; readonly client: ProviderClient };
  /** False: the database already has the accounts (second instance). */
  readonly fresh?: boolean;
}

/** A sign-in request of Anna on her own computer, as the program sends it. */
export const annasSignIn: SignInRequest = {
  email: anna.email,
  password: anna.password,
  computer: 'own',
  device: { name: 'Anna’s computer', platform: 'linux' },
};

async function addContract(core: Core, number: string): Promise<void> {
  await core.db
    .insertInto('contracts')
    .values({
      number,
      surname: 'Test',
      first_name: 'Test',
      patronymic: null,
      address: 'Test',
      signed_on: '2020-01-01',
      status: 'active',
      status_since: startOfTests,
      resumes_on: null,
      phone: null,
      email: null,
    })
    .execute();
}

/** Builds the app over a fresh database with Anna and Boris in it. */
export async function testService(address: DatabaseAddress, options: TestServiceOptions = {}): Promise<TestService> {
  const time = options.time ?? { now: startOfTests };
  const core = await openCore({ migrations, address, time: () => time.now });
  const passwords = createPasswords(options.cost ?? cheap);
  const sessions = createSessions({ db: core.db, clock: core.clock, rules: core.profile.accounts, passwords });
  const post = createTestPost(core);
  const networks = createNetworks({ clientName: core.profile.brand });
  const errors: unknown[] = [];
  const hub = createEventHub({
    source: createEventSource(core.db),
    standings: (ids) => sessions.standings(ids),
    streamsPerSession: options.limits?.streamsPerSession ?? usualLimits.streamsPerSession,
    onError: (error) => errors.push(error),
  });
  const unsubscribe = [core.events.subscribe(() => hub.wake()), sessions.onEnd((id, code) => hub.endSession(id, code))];
  if (options.fresh !== false) {
    const create = accountCreator(passwords, () => core.clock.now());
    for (const person of [anna, boris]) {
      await addContract(core, person.contract);
      await create(core.db, {
        email: person.email,
        name: person.email,
        password: person.password,
        contracts: [{ number: person.contract, label: null }],
      });
    }
  }
  await hub.start();
  const log: string[] = [];
  const accounts = createAccountDeps(core, {
    passwords,
    sessions,
    letters: post.outbox,
    personalData: [paymentsPersonalData],
  });
  const note = (fields: object, text: string): void => void log.push(JSON.stringify({ ...fields, msg: text }));
  const payments = createPayments(
    {
      core,
      provider: options.paymentProvider?.client ?? createProviderClient(null),
      access: () => options.paymentProvider?.access ?? null,
      notifyPhone: (trx, payment) => tellPhone(trx, accounts.shortMessages, payment),
      origin: () => 'http://127.0.0.1',
      log: { info: note, warn: note },
    },
    (error) => errors.push(error),
  );
  const app = await buildApp({
    core,
    sessions,
    networks,
    publicOrigin: null,
    payments,
    accounts,
    hub,
    autopay: createAutopayJob({ core, payments: payments.autopay, onError: (error) => errors.push(error) }),
    readOverview: (): Promise<Overview> => Promise.reject(new Error('No overview in this test.')),
    readiness: { status: 'ok' },
    version: '0.0.0',
    loopbackOnly: true,
    limits: usualLimits,
    log: { level: 'trace', sink: { write: (line) => log.push(line) } },
    console: null,
    demoSubscribers: () => null,
    ...options,
  });
  return {
    core,
    app,
    sessions,
    hub,
    post,
    networks,
    payments,
    log,
    time,
    async signIn(request) {
      const answer = await sessions.signIn({ ...annasSignIn, ...request });
      if (!isGrant(answer)) throw new Error('The second step was asked for.');
      return answer;
    },
    tell: (contractNumber, amountKopecks, times = 1) =>
      inTransaction(core, (unit) => {
        const event = { type: 'top-up-credited', contractNumber, amountKopecks, balanceKopecks: 0 } as const;
        for (let i = 0; i < times; i += 1) unit.emit(unit.now, event);
        return Promise.resolve();
      }),
    async close() {
      for (const stop of unsubscribe) stop();
      hub.close();
      await app.close();
      await networks.close();
      await core.close();
    },
  };
}
