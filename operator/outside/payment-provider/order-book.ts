import { createHash, randomInt } from 'node:crypto';
import type { Selectable } from 'kysely';
import { newId } from '../../platform/crypto/tokens.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import { phoneRefusal } from './accounts.ts';
import type { ControlOrder, Order, OrderRequest, Webhook } from '../../platform/payment-provider/api.ts';
import { askBank, type BankAnswer, type KnownCard } from './card-rules.ts';
import {
  bankAnswered,
  cancelled,
  declined,
  isEnded,
  lapsed,
  lapsesAt,
  paid,
  refunded,
  waitsForBank,
  waitsForPhone,
  type OrderChange,
} from './order-rules.ts';
import { sbpPayload } from './sbp-payload.ts';
import type { CardTable, OrderRow, Store, StoreTransaction } from './store.ts';

/** Result of an order request. `reused`: its key belongs to another request. */
export type Taken = { readonly row: OrderRow } | { readonly refused: 'reused' | 'invalid' };

/** Wrong codes or passwords allowed before the payment fails. */
export const MAX_WRONG_ATTEMPTS = 3;

export interface OrderBookDeps {
  readonly db: Store;
  /** The payment system's clock, ms UTC. */
  readonly now: () => number;
  /** Origin of the payment pages. */
  readonly origin: () => string;
  /** Called after a commit that may have added webhooks or deadlines. */
  readonly onChange: () => void;
}

/** Orders of the payment system. Each change and its webhook are stored in one transaction. */
export interface OrderBook {
  take(request: OrderRequest): Promise<Taken>;
  /** Reads the current order. Null: unknown. */
  read(id: string): Promise<OrderRow | null>;
  ofPayment(paymentId: string): Promise<OrderRow[]>;
  /** Newest orders, for the console. */
  newest(): Promise<ControlOrder[]>;
  /** Applies a change to the current order; `decide` returns null for no change. Null: unknown. */
  change(id: string, decide: (row: OrderRow, now: number) => OrderChange | null): Promise<OrderRow | null>;
  cancel(id: string): Promise<OrderRow | null>;
  /** Refunds a paid order; others are unchanged. Null: unknown. */
  refund(id: string): Promise<OrderRow | null>;
  /** Pays by a typed card; ignored unless the order waits for a card. */
  payByCard(id: string, card: KnownCard): Promise<OrderRow | null>;
  /** Order of a bank page; it has a code while the bank waits for one. Null: unknown. */
  challenged(challengeId: string): Promise<OrderRow | null>;
  /** Checks the bank code; ignored unless the bank waits for one. Null: unknown. */
  answerChallenge(challengeId: string, code: string): Promise<OrderRow | null>;
  /** False: the order does not wait for a phone. */
  answerAtPhone(id: string, yes: boolean): Promise<boolean | null>;
  answerAtBank(id: string, yes: boolean): Promise<boolean | null>;
  /** False: unknown card. */
  forgetCard(token: string): Promise<boolean>;
  /** Applies time-based changes to all orders. */
  lapse(): Promise<void>;
  /** Time of the next time-based change, ms UTC; null: none. */
  nextLapse(): Promise<number | null>;
  describe(row: OrderRow): Order;
}

const CONSOLE_ORDERS = 100;

/** Hash that identifies equal requests. Excludes the return and webhook URLs: the merchant may have moved. */
function hashOf(request: OrderRequest): string {
  const compared: OrderRequest = { ...request, returnUrl: '', webhookUrl: '' };
  return createHash('sha256').update(JSON.stringify(compared)).digest('hex');
}

/** Order change after the bank's first answer. */
function afterBank(answer: BankAnswer, now: number): OrderChange {
  switch (answer.kind) {
    case 'paid':
      return paid(now);
    case 'declined':
      return declined(answer.reason, now);
    case 'silent':
      return { status: 'processing', bank: 'asked', challenge_code: null };
    case 'late':
      // The merchant sees the order as unpaid.
      return { bank: 'late', challenge_code: null };
    case 'ask':
      return { challenge_id: newId(), challenge_code: String(randomInt(1_000_000)).padStart(6, '0'), wrong_tries: 0 };
  }
}

const cardColumns = (card: KnownCard): OrderChange => ({
  card_behaviour: card.behaviour,
  card_mask: card.mask,
  card_brand: card.brand,
  card_expires: card.expires,
});

export function createOrderBook({ db, now: clock, origin, onChange }: OrderBookDeps): OrderBook {
  function describe(row: OrderRow): Order {
    const paidBy = row.status === 'succeeded' || row.status === 'refunded';
    const { card_token: token, card_mask: mask, card_brand: brand, card_expires: expires } = row;
    return {
      id: row.id,
      paymentId: row.payment_id,
      amountKopecks: row.amount_kopecks,
      currency: row.currency,
      method: row.method,
      status: row.status,
      declineReason: row.decline_reason,
      version: row.version,
      pageUrl: row.has_page === 1 ? `${origin()}/pay/${row.id}` : null,
      sbpPayload: row.sbp_payload,
      createdAt: instantOf(row.created_at),
      expiresAt: instantOf(row.expires_at),
      settledAt: row.settled_at === null ? null : instantOf(row.settled_at),
      cardMask: mask,
      card:
        paidBy && token !== null && mask !== null && brand !== null && expires !== null
          ? { token, mask, brand, expires }
          : null,
    };
  }

  async function enqueue(trx: StoreTransaction, row: OrderRow, now: number): Promise<void> {
    const id = `wh-${newId()}`;
    const body: Webhook = { id, type: 'order-changed', order: describe(row) };
    await trx
      .insertInto('webhooks')
      .values({
        id,
        order_id: row.id,
        version: row.version,
        url: row.webhook_url,
        body: JSON.stringify(body),
        state: 'waiting',
        attempts: 0,
        next_at: now,
      })
      .execute();
  }

  /** Saves the card of a paid order if requested. */
  async function remember(trx: StoreTransaction, row: OrderRow): Promise<string | null> {
    const { card_behaviour: behaviour, card_mask: mask, card_brand: brand, card_expires: expires } = row;
    const wanted = row.status === 'succeeded' && row.save_card === 1 && row.card_token === null;
    if (!wanted || behaviour === null || mask === null || brand === null || expires === null) return row.card_token;
    const token = `card-${newId()}`;
    await trx.insertInto('cards').values({ token, behaviour, mask, brand, expires }).execute();
    return token;
  }

  /** Stores a change. A visible change increases the version and enqueues a webhook. */
  async function store(trx: StoreTransaction, row: OrderRow, change: OrderChange, now: number): Promise<OrderRow> {
    const next: OrderRow = { ...row, ...change };
    next.card_token = await remember(trx, next);
    const seen = next.status !== row.status;
    if (seen) next.version += 1;
    await trx.updateTable('orders').set(next).where('id', '=', row.id).execute();
    if (seen) await enqueue(trx, next, now);
    return next;
  }

  async function settleLapses(trx: StoreTransaction, row: OrderRow, now: number): Promise<OrderRow> {
    let current = row;
    for (let change = lapsed(current, now); change !== null; change = lapsed(current, now)) {
      current = await store(trx, current, change, now);
    }
    return current;
  }

  type Lookup = { readonly column: 'id' | 'challenge_id'; readonly value: string };

  async function changeWhere(
    { column, value }: Lookup,
    decide: (row: OrderRow, now: number) => OrderChange | null,
  ): Promise<OrderRow | null> {
    const done = await db.transaction().execute(async (trx) => {
      const found = await trx.selectFrom('orders').selectAll().where(column, '=', value).executeTakeFirst();
      if (found === undefined) return null;
      const now = clock();
      const before = await settleLapses(trx, found, now);
      const change = decide(before, now);
      const row = change === null ? before : await store(trx, before, change, now);
      return { row, changed: change !== null || before !== found };
    });
    if (done?.changed === true) onChange();
    return done?.row ?? null;
  }
  const change: OrderBook['change'] = (id, decide) => changeWhere({ column: 'id', value: id }, decide);
  const unchanged = (): null => null;

  /** Updates the return and webhook URLs to the merchant's current ones. */
  async function moved(trx: StoreTransaction, row: OrderRow, request: OrderRequest): Promise<OrderRow> {
    const { returnUrl: return_url, webhookUrl: webhook_url } = request;
    if (row.return_url === return_url && row.webhook_url === webhook_url) return row;
    await trx.updateTable('orders').set({ return_url, webhook_url }).where('id', '=', row.id).execute();
    await trx.updateTable('webhooks').set({ url: webhook_url }).where('order_id', '=', row.id).execute();
    return { ...row, return_url, webhook_url };
  }

  function firstRow(request: OrderRequest, now: number): OrderRow {
    const { method, cardToken, confirmed } = request;
    return {
      id: `ord-${newId()}`,
      payment_id: request.paymentId,
      body_hash: hashOf(request),
      amount_kopecks: request.amountKopecks,
      currency: request.currency,
      method,
      description: request.description,
      language: request.language,
      return_url: request.returnUrl,
      webhook_url: request.webhookUrl,
      phone: request.phone,
      must_remain_kopecks: request.mustRemainKopecks,
      status: 'awaiting-payer',
      decline_reason: null,
      version: 1,
      has_page: cardToken === null && !confirmed ? 1 : 0,
      sbp_payload: method === 'sbp' ? sbpPayload(newId(), request.amountKopecks) : null,
      created_at: now,
      expires_at: now + request.expiresMs,
      settled_at: null,
      save_card: request.saveCard && cardToken === null ? 1 : 0,
      card_behaviour: null,
      card_mask: null,
      card_brand: null,
      card_expires: null,
      card_token: null,
      bank: null,
      late_at: null,
      challenge_id: null,
      challenge_code: null,
      wrong_tries: 0,
    };
  }

  /** Immediate outcome of a new order: for a saved card or a confirmed phone. */
  async function atOnce(trx: StoreTransaction, request: OrderRequest, now: number): Promise<OrderChange | null> {
    if (request.cardToken !== null) {
      const card: Selectable<CardTable> | undefined = await trx
        .selectFrom('cards')
        .selectAll()
        .where('token', '=', request.cardToken)
        .executeTakeFirst();
      if (card === undefined) return null;
      return { ...cardColumns(card), ...afterBank(askBank(card, false, now), now) };
    }
    if (!request.confirmed) return {};
    return phoneAnswered(request.phone ?? '', request.amountKopecks, request.mustRemainKopecks, now);
  }

  function phoneAnswered(phone: string, amount: number, mustRemain: number | null, now: number): OrderChange {
    const refusal = phoneRefusal(phone, amount, mustRemain ?? 0);
    return refusal === null ? paid(now) : declined(refusal, now);
  }

  return {
    describe,
    change,
    async take(request) {
      const { method } = request;
      const forCards = request.cardToken !== null || request.saveCard;
      const wrong =
        (method === 'mobile') !== (request.phone !== null) ||
        (request.confirmed && method !== 'mobile') ||
        (forCards && method !== 'bank-card');
      if (wrong) return { refused: 'invalid' };
      const taken = await db.transaction().execute(async (trx): Promise<Taken> => {
        const now = clock();
        const same = await trx
          .selectFrom('orders')
          .selectAll()
          .where('payment_id', '=', request.paymentId)
          .executeTakeFirst();
        if (same !== undefined) {
          if (same.body_hash !== hashOf(request)) return { refused: 'reused' };
          return { row: await settleLapses(trx, await moved(trx, same, request), now) };
        }
        const result = await atOnce(trx, request, now);
        if (result === null) return { refused: 'invalid' };
        const row: OrderRow = { ...firstRow(request, now), ...result };
        await trx.insertInto('orders').values(row).execute();
        if (row.status !== 'awaiting-payer') await enqueue(trx, row, now);
        return { row };
      });
      onChange();
      return taken;
    },
    read: (id) => change(id, unchanged),
    async ofPayment(paymentId) {
      const row = await db.selectFrom('orders').select('id').where('payment_id', '=', paymentId).executeTakeFirst();
      const found = row === undefined ? null : await change(row.id, unchanged);
      return found === null ? [] : [found];
    },
    async newest() {
      const rows = await db
        .selectFrom('orders')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(CONSOLE_ORDERS)
        .execute();
      const unsent = await db
        .selectFrom('webhooks')
        .select((eb) => ['order_id', eb.fn.countAll<number>().as('count')])
        .where('state', '=', 'waiting')
        .groupBy('order_id')
        .execute();
      const counts = new Map(unsent.map((one) => [one.order_id, one.count]));
      return rows.map((row) => ({
        ...describe(row),
        phone: row.phone,
        waitsForPhone: waitsForPhone(row),
        waitsForBank: waitsForBank(row),
        unsentWebhooks: counts.get(row.id) ?? 0,
      }));
    },
    cancel: (id) => change(id, cancelled),
    refund: (id) => change(id, refunded),
    payByCard: (id, card) =>
      change(id, (row, now) => {
        // A second submission finds a bank already asked, or a finished order.
        if (row.method !== 'bank-card' || row.status !== 'awaiting-payer' || row.bank !== null) return null;
        return { ...cardColumns(card), ...afterBank(askBank(card, true, now), now) };
      }),
    challenged: (challengeId) => changeWhere({ column: 'challenge_id', value: challengeId }, unchanged),
    answerChallenge: (challengeId, code) =>
      changeWhere({ column: 'challenge_id', value: challengeId }, (row, now) => {
        if (isEnded(row.status) || row.challenge_code === null) return null;
        if (row.challenge_code === code) {
          return row.card_behaviour === 'fails-code' ? declined('three-d-secure-failed', now) : paid(now);
        }
        const wrong = row.wrong_tries + 1;
        return wrong < MAX_WRONG_ATTEMPTS ? { wrong_tries: wrong } : declined('three-d-secure-failed', now);
      }),
    async answerAtPhone(id, yes) {
      let waited = false;
      const row = await change(id, (order, now) => {
        waited = waitsForPhone(order);
        if (!waited) return null;
        if (!yes) return declined('phone-refused', now);
        if (order.method === 'sbp') return paid(now);
        return phoneAnswered(order.phone ?? '', order.amount_kopecks, order.must_remain_kopecks, now);
      });
      return row === null ? null : waited;
    },
    async answerAtBank(id, yes) {
      let waited = false;
      const row = await change(id, (order, now) => {
        waited = waitsForBank(order);
        return bankAnswered(order, yes, now);
      });
      return row === null ? null : waited;
    },
    async forgetCard(token) {
      const { numDeletedRows } = await db.deleteFrom('cards').where('token', '=', token).executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async lapse() {
      const now = clock();
      const due = await db
        .selectFrom('orders')
        .select('id')
        .where((eb) =>
          eb.or([
            eb.and([eb('status', '=', 'awaiting-payer'), eb('expires_at', '<=', now)]),
            eb.and([eb('bank', '=', 'late'), eb('late_at', '<=', now)]),
          ]),
        )
        .execute();
      for (const { id } of due) await change(id, unchanged);
    },
    async nextLapse() {
      const rows = await db
        .selectFrom('orders')
        .select(['status', 'expires_at', 'bank', 'late_at'])
        .where((eb) => eb.or([eb('status', '=', 'awaiting-payer'), eb('bank', '=', 'late')]))
        .execute();
      const moments = rows.map(lapsesAt).filter((one) => one !== null);
      return moments.length === 0 ? null : Math.min(...moments);
    },
  };
}
