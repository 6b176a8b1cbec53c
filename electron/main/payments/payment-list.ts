import PQueue from 'p-queue';
import type { Log } from '../logging/log.ts';
import type { SealedValue } from '../storage/sealed-value.ts';
import { afterRestart, isOpen, type KeptPayments, type PaymentRecord } from './payment-record.ts';

/** Whose payments are shown, and whether they may be on disk (one's own computer with a key store). */
export interface Payer {
  readonly accountId: string;
  readonly kept: boolean;
}

/** The payments of this program: in memory, and on one's own computer in a sealed file too. */
export interface PaymentList {
  /** Reads what an earlier run left, once, for a payer who is kept. False: it was there and could not be read. */
  load(): Promise<boolean>;
  /** Those of the signed-in account at this service, the newest first. */
  mine(): readonly PaymentRecord[];
  /** One of any account. */
  find(id: string): PaymentRecord | undefined;
  /** On disk when it resolves, where it is to be there. Errors: those of the file; the record is then not in the list. */
  add(record: PaymentRecord, kept: boolean): Promise<void>;
  /** Takes the place of the record of its id, if that is still there; written soon after. */
  put(record: PaymentRecord): void;
  remove(id: string): void;
  /** The person signed out: open payments stay, where they may be on disk; nothing else does. */
  forget(): void;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
}

/** An open payment of an account that never came back here is not kept for ever. */
const LONGEST_MS = 90 * 24 * 3_600_000;

/**
 * @param ports.service name of the service in use, see StoredSession
 * @param ports.payer null when signed out
 * @param ports.now epoch ms
 */
export function createPaymentList(ports: {
  readonly file: SealedValue<KeptPayments>;
  readonly service: string;
  readonly payer: () => Payer | null;
  readonly now: () => number;
  readonly log: Log;
}): PaymentList {
  let records: readonly PaymentRecord[] = [];
  /** Ids of those that are on disk too. */
  const kept = new Set<string>();
  let loading: Promise<boolean> | null = null;
  let loaded = false;
  let written = '';
  const writes = new PQueue({ concurrency: 1 });

  const write = async (): Promise<void> => {
    // What has not been read is not written over.
    if (!loaded) return;
    const payments = records
      .filter(({ id }) => kept.has(id))
      // When it was asked last is not worth a write each time.
      .map((record) => ({ ...record, lastAskedAt: null }));
    const content: KeptPayments = { version: 1, payments };
    const text = JSON.stringify(content);
    if (text === written) return;
    if (payments.length === 0) ports.file.remove();
    else await ports.file.write(content);
    written = text;
  };
  /** One write after the other, each of the newest state. */
  const save = (): Promise<void> =>
    writes.add(async () => {
      // Changes made in the same turn of the event loop go into one write.
      await Promise.resolve();
      await write();
    });
  const saveSoon = (): void => {
    // What is on disk is then older, never wrong: the outcome is asked for anyway.
    save().catch((error: unknown) => ports.log.warn('payments not written', { error }));
  };
  const read = async (): Promise<boolean> => {
    const opened = await ports.file.read();
    if (opened.kind === 'value') {
      const young = opened.value.payments.filter(({ startedAt }) => ports.now() - Date.parse(startedAt) <= LONGEST_MS);
      for (const { id } of young) kept.add(id);
      records = [...records, ...young.map(afterRestart)];
    }
    loaded = true;
    return opened.kind !== 'unreadable';
  };
  const remove = (id: string): void => {
    records = records.filter((record) => record.id !== id);
    kept.delete(id);
  };
  return {
    load: () => (ports.payer()?.kept === true ? (loading ??= read()) : Promise.resolve(true)),
    mine(): readonly PaymentRecord[] {
      const payer = ports.payer();
      return records
        .filter(({ accountId, service }) => accountId === payer?.accountId && service === ports.service)
        .sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
    },
    find: (id) => records.find((record) => record.id === id),
    async add(record, onDisk): Promise<void> {
      records = [record, ...records];
      if (!onDisk) return;
      kept.add(record.id);
      try {
        await save();
      } catch (error) {
        remove(record.id);
        throw error;
      }
    },
    put(record): void {
      records = records.map((other) => (other.id === record.id ? record : other));
      saveSoon();
    },
    remove(id): void {
      remove(id);
      saveSoon();
    },
    forget(): void {
      for (const record of records) if (!kept.has(record.id) || !isOpen(record)) remove(record.id);
      saveSoon();
    },
    settled: () => writes.onIdle(),
  };
}
