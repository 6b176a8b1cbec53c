import { renameSync } from 'node:fs';
import { Kysely, type Selectable, type Transaction } from 'kysely';
import type { DeclineReason, PaymentMethod } from '#protocol/api/payments.ts';
import type { Language } from '#protocol/primitives.ts';
import { rethrowStorage, storageFailureCode } from '../../platform/database/errors.ts';
import { sqliteDialect } from '../../platform/database/sqlite-dialect.ts';
import type { OrderStatus } from '../../platform/payment-provider/api.ts';
import type { CardBehaviour } from './card-rules.ts';

/** An order. Timestamps are ms UTC of the payment system's clock. */
export interface OrderTable {
  id: string;
  /** The merchant's payment id, also its Idempotency-Key. */
  payment_id: string;
  /** Hash of the request, to detect reuse of the key. */
  body_hash: string;
  amount_kopecks: number;
  currency: string;
  method: PaymentMethod;
  description: string;
  language: Language;
  return_url: string;
  webhook_url: string;
  phone: string | null;
  must_remain_kopecks: number | null;
  status: OrderStatus;
  decline_reason: DeclineReason | null;
  version: number;
  /** 1: the payer completes it on a page. */
  has_page: number;
  sbp_payload: string | null;
  created_at: number;
  expires_at: number;
  settled_at: number | null;
  save_card: number;
  /** The charged card; neither number nor security code. */
  card_behaviour: CardBehaviour | null;
  card_mask: string | null;
  card_brand: string | null;
  card_expires: string | null;
  /** The saved card, after it paid. */
  card_token: string | null;
  /** asked: a silent bank waits for the console's answer. late: it will pay after the order has ended. */
  bank: 'asked' | 'late' | null;
  late_at: number | null;
  /** 3-D Secure: bank page id, the code sent, and the number of wrong attempts. */
  challenge_id: string | null;
  challenge_code: string | null;
  wrong_tries: number;
}
export type OrderRow = Selectable<OrderTable>;

/** A saved card. */
export interface CardTable {
  token: string;
  behaviour: CardBehaviour;
  mask: string;
  brand: string;
  expires: string;
}

/** A webhook; `body` is the order at that time. `next_at`: next attempt, ms UTC. */
export interface WebhookTable {
  id: string;
  order_id: string;
  version: number;
  url: string;
  body: string;
  state: 'waiting' | 'taken' | 'lost' | 'given-up';
  attempts: number;
  next_at: number;
}

export interface ProviderTables {
  orders: OrderTable;
  cards: CardTable;
  webhooks: WebhookTable;
  settings: { key: string; value: string };
}
export type Store = Kysely<ProviderTables>;
export type StoreTransaction = Transaction<ProviderTables>;

async function prepare(db: Store): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { schema } = trx;
    await schema
      .createTable('settings')
      .ifNotExists()
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('cards')
      .ifNotExists()
      .addColumn('token', 'text', (column) => column.primaryKey())
      .addColumn('behaviour', 'text', (column) => column.notNull())
      .addColumn('mask', 'text', (column) => column.notNull())
      .addColumn('brand', 'text', (column) => column.notNull())
      .addColumn('expires', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('orders')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('payment_id', 'text', (column) => column.notNull().unique())
      .addColumn('body_hash', 'text', (column) => column.notNull())
      .addColumn('amount_kopecks', 'integer', (column) => column.notNull())
      .addColumn('currency', 'text', (column) => column.notNull())
      .addColumn('method', 'text', (column) => column.notNull())
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('return_url', 'text', (column) => column.notNull())
      .addColumn('webhook_url', 'text', (column) => column.notNull())
      .addColumn('phone', 'text')
      .addColumn('must_remain_kopecks', 'integer')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('decline_reason', 'text')
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('has_page', 'integer', (column) => column.notNull())
      .addColumn('sbp_payload', 'text')
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'integer', (column) => column.notNull())
      .addColumn('settled_at', 'integer')
      .addColumn('save_card', 'integer', (column) => column.notNull())
      .addColumn('card_behaviour', 'text')
      .addColumn('card_mask', 'text')
      .addColumn('card_brand', 'text')
      .addColumn('card_expires', 'text')
      .addColumn('card_token', 'text')
      .addColumn('bank', 'text')
      .addColumn('late_at', 'integer')
      .addColumn('challenge_id', 'text', (column) => column.unique())
      .addColumn('challenge_code', 'text')
      .addColumn('wrong_tries', 'integer', (column) => column.notNull())
      .execute();
    await schema.createIndex('orders_open').ifNotExists().on('orders').columns(['status', 'expires_at']).execute();
    await schema.createIndex('orders_late').ifNotExists().on('orders').columns(['bank', 'late_at']).execute();
    await schema
      .createTable('webhooks')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('order_id', 'text', (column) => column.notNull().references('orders.id'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('next_at', 'integer', (column) => column.notNull())
      .addUniqueConstraint('webhooks_once', ['order_id', 'version'])
      .execute();
    await schema.createIndex('webhooks_due').ifNotExists().on('webhooks').columns(['state', 'next_at']).execute();
  });
}

async function open(file: string): Promise<Store> {
  const db: Store = new Kysely<ProviderTables>({ dialect: sqliteDialect(file) });
  try {
    await prepare(db);
    return db;
  } catch (error) {
    await db.destroy();
    return rethrowStorage(error);
  }
}

/**
 * Opens the payment system's store, created when missing. Commits are durable. A damaged file is renamed with the time
 * and replaced by an empty store, because its content cannot be trusted.
 *
 * @param file `:memory:` for tests
 * @param at ms UTC, for the name
 * @throws `StorageFailure`
 */
export async function openStore(file: string, at: number): Promise<Store> {
  try {
    return await open(file);
  } catch (error) {
    if (storageFailureCode(error) !== 'database-damaged') throw error;
    renameSync(file, `${file}.damaged-${new Date(at).toISOString().replace(/[:.]/g, '-')}`);
    return open(file);
  }
}

/** Reads a setting; null when it was never stored. */
export async function readSetting(db: Store, key: string): Promise<string | null> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}

/** Stores a setting. */
export async function keepSetting(db: Store, key: string, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** Reads a setting, generating it the first time; two processes that start at once get the same value. */
export async function settled(db: Store, key: string, draw: () => string): Promise<string> {
  await db
    .insertInto('settings')
    .values({ key, value: draw() })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return (await readSetting(db, key)) ?? draw();
}
