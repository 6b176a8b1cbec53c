import type { Selectable } from 'kysely';
import { signatureHeader } from '../../platform/payment-provider/api.ts';
import type { Faults } from './faults.ts';
import type { Store, WebhookTable } from './store.ts';
import { signatureOf } from '../../platform/payment-provider/signature.ts';
import { MAX_ATTEMPTS, retryDelayMs } from './webhook-rules.ts';

/**
 * Posts a webhook; resolves with whether it was confirmed (2xx). Never rejects.
 *
 * @param signal aborts the request at shutdown
 */
export type Deliver = (url: string, body: string, signature: string, signal: AbortSignal) => Promise<boolean>;

export interface WebhookSenderDeps {
  readonly db: Store;
  readonly secret: string;
  /** The payment system's clock, ms UTC. */
  readonly now: () => number;
  readonly faults: Faults;
  readonly deliver: Deliver;
  readonly onError: (error: unknown) => void;
}

/** Sends due webhooks. The queue is only in the store: a restart continues it. */
export interface WebhookSender {
  /** Sends all due webhooks; concurrent calls share the work. */
  run(): Promise<void>;
  /** Time of the next attempt, ms UTC; null: queue empty or sending disabled. */
  nextDue(): Promise<number | null>;
  /** Aborts running requests, which are repeated after the next start, and starts no more. */
  stop(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
/** Time for which other processes skip a webhook that this one may be sending. */
const CLAIM_MS = TIMEOUT_MS + 2_000;
/** Orders whose webhooks are sent concurrently. */
const MAX_CONCURRENT = 8;

/** Posts over HTTP. Does not follow redirects. */
export const deliverByHttp: Deliver = async (url, body, signature, signal) => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: { 'content-type': 'application/json', [signatureHeader]: signature },
      body,
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
};

export function createWebhookSender(deps: WebhookSenderDeps): WebhookSender {
  const { db, secret, now, faults, deliver, onError } = deps;
  /** Running requests by order: at most one per order. */
  const underWay = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  type Row = Selectable<WebhookTable>;

  const post = ({ url, body }: Row): Promise<boolean> =>
    deliver(url, body, signatureOf(secret, body, now()), stopping.signal);

  async function update(id: string, values: Partial<Row>): Promise<void> {
    await db.updateTable('webhooks').set(values).where('id', '=', id).where('state', '=', 'waiting').execute();
  }

  /**
   * Claims a webhook for this process; false: another process has it. Counts the attempt first, so that a crash counts
   * too.
   */
  async function claim(row: Row): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('webhooks')
      .set({ attempts: row.attempts + 1, next_at: now() + CLAIM_MS })
      .where('id', '=', row.id)
      .where('state', '=', 'waiting')
      .where('attempts', '=', row.attempts)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** Sends it twice concurrently and then the previous one, as if it had been delayed. */
  async function postDoubled(row: Row): Promise<boolean> {
    const [one, other] = await Promise.all([post(row), post(row)]);
    const before = await db
      .selectFrom('webhooks')
      .selectAll()
      .where('order_id', '=', row.order_id)
      .where('version', '<', row.version)
      .orderBy('version', 'desc')
      .executeTakeFirst();
    if (before !== undefined) await post(before);
    return one || other;
  }

  async function send(row: Row): Promise<void> {
    if (!(await claim(row))) return;
    if (faults.lostWebhooks) {
      await update(row.id, { state: 'lost' });
      return;
    }
    const taken = await (faults.doubledWebhooks ? postDoubled(row) : post(row));
    const attempts = row.attempts + 1;
    if (taken) await update(row.id, { state: 'taken' });
    else if (attempts >= MAX_ATTEMPTS) await update(row.id, { state: 'given-up' });
    else await update(row.id, { next_at: now() + retryDelayMs(attempts) });
  }

  async function due(): Promise<Row[]> {
    const rows = await db
      .selectFrom('webhooks')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('next_at', '<=', now())
      .orderBy('next_at')
      .orderBy('version', faults.doubledWebhooks ? 'desc' : 'asc')
      .limit(200)
      .execute();
    const firsts = new Map<string, Row>();
    for (const row of rows) {
      if (!firsts.has(row.order_id) && !underWay.has(row.order_id)) firsts.set(row.order_id, row);
    }
    return [...firsts.values()];
  }

  async function run(): Promise<void> {
    const trouble: unknown[] = [];
    // While the payment system is down it sends nothing.
    while (!stopping.signal.aborted && trouble.length === 0 && !faults.down) {
      for (const row of (await due()).slice(0, Math.max(0, MAX_CONCURRENT - underWay.size))) {
        // Another run already handles this order.
        if (underWay.has(row.order_id)) continue;
        const sending = send(row)
          .catch((error: unknown) => {
            // Do not retry at once when the store is not writable.
            trouble.push(error);
            onError(error);
          })
          .finally(() => underWay.delete(row.order_id));
        underWay.set(row.order_id, sending);
      }
      if (underWay.size === 0) return;
      await Promise.race(underWay.values());
    }
  }

  return {
    run,
    async nextDue() {
      if (faults.down) return null;
      const row = await db
        .selectFrom('webhooks')
        .select((eb) => eb.fn.min<number | null>('next_at').as('at'))
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      return row?.at ?? null;
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay.values());
    },
  };
}
