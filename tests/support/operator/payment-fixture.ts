import type { DatabaseAddress } from '../../../operator/platform/database/connect.ts';
import { payment as paymentSchema, type Payment, type PaymentRequest } from '#protocol/api/payments.ts';
import { operations } from '#protocol/api/operations.ts';
import { writeTestContracts, type TestContract } from './billing-fixture.ts';
import { inTransaction } from '../../../operator/platform/database/unit-of-work.ts';
import {
  signatureHeader,
  webhook,
  type Order,
  type OrderRequest,
  type Webhook,
} from '../../../operator/platform/payment-provider/api.ts';
import {
  createProviderClient,
  createProviderControl,
  ProviderFailure,
  type ProviderClient,
  type ProviderControl,
} from '../../../operator/platform/payment-provider/client.ts';
import { startPaymentProvider, type RunningProvider } from '../../../operator/outside/payment-provider/provider.ts';
import { signatureOf } from '../../../operator/platform/payment-provider/signature.ts';
import { startOfTests, testService, type TestService } from './test-app.ts';
import { writeCatalogue } from '../../../operator/outside/seed/write.ts';
import type { PaymentTable } from '../../../operator/domains/payments/tables.ts';

/** Contract numbers: Anna's with a balance, her smart card, another person's contract, and a closed one. */
export const own = '2000000001';
export const ownCard = '047000000018';
export const strangers = '2000000003';
export const closed = '2000000004';

export const trio: TestContract['packages'] = [
  { id: 'base-optimum', endsInDays: null },
  { id: 'cinema-hall', endsInDays: null },
];

/** A webhook as the payment system sent it. */
export interface CaughtHook {
  readonly body: string;
  readonly content: Webhook;
}

/** Connection fault for the next orders; null: none. */
export type LineFault =
  /** The request or its response is lost. */
  | 'question-lost'
  | 'answer-lost'
  | 'refused'
  /** The service stops before the request is sent, or before the response arrives. */
  | 'dies-before'
  | 'dies-after';

/**
 * A service with the real payment system over HTTP, both with a fixed clock that the test moves.
 * Webhooks are held back and arrive when a test delivers them.
 */
export interface PaymentBench {
  readonly service: TestService;
  readonly provider: RunningProvider;
  readonly control: ProviderControl;
  readonly client: ProviderClient;
  /** For the following createOrder calls. */
  line: LineFault | null;
  /** Called once, during the next createOrder call. */
  meanwhile: (() => Promise<void>) | null;
  /** The last request that was lost. */
  lost: OrderRequest | null;
  /** Every webhook sent, in order. */
  hooks(): Promise<readonly CaughtHook[]>;
  /** Delivers a webhook to the service; returns the response status. Signed again unless a signature is given. */
  deliver(body: string, signature?: string | null): Promise<number>;
  /** Delivers the webhooks sent since the last call. */
  deliverAll(): Promise<void>;
  /** Confirms or declines an order on the payer's phone. */
  answer(paymentId: string, yes: boolean): Promise<void>;
  orderOf(paymentId: string): Promise<Order>;
  row(paymentId: string): Promise<PaymentTable>;
  /** Creates a payment, by default by SBP for Anna's contract. */
  begin(token: string, request?: Partial<PaymentRequest>, key?: string): Promise<{ status: number; body: unknown }>;
  begun(token: string, request?: Partial<PaymentRequest>, key?: string): Promise<Payment>;
  /** Balance of a contract by its entries, kopecks. */
  balance(contractNumber?: string): Promise<number>;
  /** Number of top-ups of a contract in the ledger. */
  credits(contractNumber?: string): Promise<number>;
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

let keys = 0;

/** A unique idempotency key. */
export function freshKey(): string {
  keys += 1;
  return `test-key-${String(keys).padStart(12, '0')}`;
}

export const usualRequest: PaymentRequest = {
  payee: own,
  amountKopecks: 50_000,
  method: 'sbp',
  phone: null,
  linkedCardId: null,
  linkCard: false,
  language: 'en',
};

/** The connection to the payment system, with its faults. */
function faultyLine(
  client: ProviderClient,
  fault: () => LineFault | null,
  onLost: (request: OrderRequest) => void,
  meanwhile: () => Promise<void>,
): ProviderClient {
  return {
    ...client,
    async createOrder(request) {
      const now = fault();
      await meanwhile();
      if (now === 'refused') throw new ProviderFailure('refused', 'test');
      if (now === 'question-lost') {
        onLost(request);
        throw new ProviderFailure('silent', 'test');
      }
      if (now === 'dies-before') throw new Error('The service died.');
      const order = await client.createOrder(request);
      if (now === 'answer-lost') throw new ProviderFailure('silent', 'test');
      if (now === 'dies-after') throw new Error('The service died.');
      return order;
    },
  };
}

async function fill(service: TestService): Promise<void> {
  const { core } = service;
  await inTransaction(core, ({ trx }) => writeCatalogue(trx, 0));
  await writeTestContracts(core, [
    { number: own, balanceKopecks: 73_740, packages: trio },
    { number: strangers, balanceKopecks: 10_000, packages: trio },
    { number: closed, balanceKopecks: 0, status: 'closed', packages: trio },
  ]);
  await core.db
    .insertInto('cards')
    .values({ number: ownCard, contract_number: own, place_ru: 'а', place_en: 'a', place_sv: 'a', receiver: 'r' })
    .execute();
  const anna = await core.db.selectFrom('accounts').select('id').orderBy('email').executeTakeFirstOrThrow();
  await core.db
    .insertInto('account_contracts')
    .values({ account_id: anna.id, contract_number: own, label: 'Home', position: 1 })
    .execute();
}

export async function paymentBench(address: DatabaseAddress): Promise<PaymentBench> {
  const time = { now: startOfTests };
  const caught: CaughtHook[] = [];
  let delivered = 0;
  const provider = await startPaymentProvider({
    file: ':memory:',
    port: 0,
    time: () => time.now,
    log: { level: 'silent', sink: { write: () => undefined } },
    deliver(_url, body) {
      caught.push({ body, content: webhook.parse(JSON.parse(body)) });
      return Promise.resolve(true);
    },
  });
  const { access } = provider;
  const client = createProviderClient(access);
  const control = createProviderControl(access);
  if (control === null) throw new Error('The payment system has no other side.');
  const service = await testService(address, {
    time,
    paymentProvider: {
      access,
      client: faultyLine(
        client,
        () => bench.line,
        (request) => void (bench.lost = request),
        async () => {
          const work = bench.meanwhile;
          bench.meanwhile = null;
          await work?.();
        },
      ),
    },
  });
  await fill(service);
  const { db } = service.core;
  const bench: PaymentBench = {
    service,
    provider,
    control,
    client,
    line: null,
    meanwhile: null,
    lost: null,
    async hooks() {
      await provider.runDue();
      return caught;
    },
    async deliver(body, signature = signatureOf(access.webhookSecret, body, time.now)) {
      const answer = await service.app.inject({
        method: 'POST',
        url: operations.payments.webhook.path,
        payload: body,
        headers: {
          'content-type': 'application/json',
          ...(signature === null ? {} : { [signatureHeader]: signature }),
        },
      });
      return answer.statusCode;
    },
    async deliverAll() {
      await provider.runDue();
      for (const { body } of caught.slice(delivered)) await bench.deliver(body);
      delivered = caught.length;
    },
    async answer(paymentId, yes) {
      await control.answerAtPhone((await bench.orderOf(paymentId)).id, yes);
    },
    async orderOf(paymentId) {
      const [order] = await client.findOrders(paymentId);
      if (order === undefined) throw new Error('The payment system has no such order.');
      return order;
    },
    row: (paymentId) => db.selectFrom('payments').selectAll().where('id', '=', paymentId).executeTakeFirstOrThrow(),
    async begin(token, request, key = freshKey()) {
      const answer = await service.app.inject({
        method: 'POST',
        url: operations.payments.create.path,
        payload: { ...usualRequest, ...request },
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
      });
      return { status: answer.statusCode, body: answer.json() };
    },
    async begun(token, request, key) {
      return paymentSchema.parse((await bench.begin(token, request, key)).body);
    },
    async balance(contractNumber = own) {
      const row = await db
        .selectFrom('ledger_entries as e')
        .innerJoin('ledger_accounts as a', 'a.id', 'e.account_id')
        .select((eb) => eb.fn.sum<number>('e.amount_kopecks').as('sum'))
        .where('a.contract_number', '=', contractNumber)
        .executeTakeFirstOrThrow();
      return row.sum;
    },
    async credits(contractNumber = own) {
      const rows = await db
        .selectFrom('ledger_entries as e')
        .innerJoin('ledger_accounts as a', 'a.id', 'e.account_id')
        .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
        .select('t.id')
        .where('a.contract_number', '=', contractNumber)
        .where('t.kind', '=', 'top-up')
        .execute();
      return rows.length;
    },
    advance(ms) {
      time.now += ms;
      return control.setAhead(0);
    },
    async close() {
      await service.close();
      await provider.close();
    },
  };
  return bench;
}
