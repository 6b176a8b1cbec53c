import { sql, type Kysely } from 'kysely';
import { payments, type Payment } from '#protocol/api/payments.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { isFinal, maskedName } from './rules.ts';
import type { PaymentTable } from './tables.ts';

/** Number of final payments in a list. */
const recent = 30;

/** A payment with the payee's data that its payer may see. */
type PaymentRow = PaymentTable & {
  readonly first_name: string;
  readonly surname: string;
  /** 1 if the contract is the payer's own, otherwise 0. */
  readonly own: number;
};

function query(db: Kysely<Database>, accountId: string) {
  return db
    .selectFrom('payments as p')
    .innerJoin('contracts as c', 'c.number', 'p.contract_number')
    .leftJoin('account_contracts as o', (join) =>
      join.onRef('o.contract_number', '=', 'p.contract_number').onRef('o.account_id', '=', 'p.account_id'),
    )
    .selectAll('p')
    .select(['c.first_name', 'c.surname', sql<number>`case when o.contract_number is null then 0 else 1 end`.as('own')])
    .where('p.account_id', '=', accountId);
}

type Describing = Pick<PaymentDeps, 'access' | 'origin'>;

/** Maps a row to the API's payment. */
function describe(deps: Describing, row: PaymentRow): Payment {
  const open = !isFinal(row.status);
  const access = deps.access();
  const pageUrl = open ? row.page_url : null;
  return {
    id: row.id,
    payee: row.payee,
    maskedName: maskedName(row.first_name, row.surname),
    contractNumber: row.own === 1 ? row.contract_number : null,
    method: row.method,
    origin: row.origin,
    amountKopecks: row.amount_kopecks,
    feeKopecks: row.fee_kopecks,
    status: row.status,
    stage: row.stage,
    declineReason: row.decline_reason,
    createdAt: instantOf(row.created_at),
    expiresAt: !open || row.stage === 'bank' || row.expires_at === null ? null : instantOf(row.expires_at),
    settledAt: row.settled_at === null ? null : instantOf(row.settled_at),
    pageUrl,
    pageOrigins: pageUrl === null || access === null ? [] : [access.origin],
    returnUrl: pageUrl === null ? null : `${deps.origin()}${payments.returnPage.path}`,
    sbpPayload: open ? row.sbp_payload : null,
    cardMask: row.card_mask,
    entryId: row.transaction_id === null ? null : String(row.transaction_id),
  };
}

/** A payment of an account; null: the account has none with that id. */
export async function describePayment(
  deps: Describing,
  db: Kysely<Database>,
  accountId: string,
  id: string,
): Promise<Payment | null> {
  const row = await query(db, accountId).where('p.id', '=', id).executeTakeFirst();
  return row === undefined ? null : describe(deps, row);
}

/** A payment of an account by the hash of its Idempotency-Key. */
export async function describePaymentByKey(
  deps: Describing,
  db: Kysely<Database>,
  accountId: string,
  keyHash: string,
): Promise<Payment | null> {
  const row = await query(db, accountId).where('p.key_hash', '=', keyHash).executeTakeFirst();
  return row === undefined ? null : describe(deps, row);
}

/**
 * Payments of an account, newest first: all open ones and the most recent final ones, without those that never reached the
 * payment system.
 */
export async function listPayments(deps: Describing, db: Kysely<Database>, accountId: string): Promise<Payment[]> {
  const open = await query(db, accountId).where('p.status', 'in', ['created', 'pending']).execute();
  const others = await query(db, accountId)
    .where('p.status', 'not in', ['created', 'pending'])
    .where((eb) => eb.or([eb('p.order_id', 'is not', null), eb('p.status', '=', 'declined')]))
    .orderBy('p.created_at', 'desc')
    .orderBy('p.id', 'desc')
    .limit(recent)
    .execute();
  return [...open, ...others]
    .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
    .map((row) => describe(deps, row));
}
