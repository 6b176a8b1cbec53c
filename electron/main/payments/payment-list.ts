import PQueue from 'p-queue';
import type { Log } from '../logging/log.ts';
import type { SealedValue } from '../storage/sealed-value.ts';
import { afterRestart, isOpen, type KeptPayments, type PaymentRecord } from './payment-record.ts';

/** Account whose payments are listed. `kept`: they may be stored on disk (own computer with a key store). */
export interface Payer {
  readonly accountId: string;
  readonly kept: boolean;
}

/** The tracked payments: in memory, and on the person's own computer also in a sealed file. */
export interface PaymentList {
  /** Reads the file once, for a payer who may be stored. False: the file exists and cannot be read. */
  load(): Promise<boolean>;
  /** Payments of the signed-in account at this service, newest first. */
  mine(): readonly PaymentRecord[];
  /** A payment of any account. */
  find(id: string): PaymentRecord | undefined;
  /** Adds a record; resolves when it is on disk if it may be stored. Rejects if it cannot be written; it is then not added. */
  add(record: PaymentRecord, kept: boolean): Promise<void>;
  /** Replaces the record with the same id, if there is one; written in the background. */
  put(record: PaymentRecord): void;
  remove(id: string): void;
  /** After sign-out: removes everything but open payments that are stored on disk. */
  forget(): void;
  /** Resolves when pending writes are finished. */
  settled(): Promise<void>;
}

/** Open payments of an account that does not sign in again are removed after this time. */
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
  /** Ids of the records that are stored on disk. */
  const kept = new Set<string>();
  let loading: Promise<boolean> | null = null;
  let loaded = false;
  let written = '';
  const writes = new PQueue({ concurrency: 1 });

  const write = async (): Promise<void> => {
    // Do not overwrite a file that has not been read.
    if (!loaded) return;
    const payments = records
      .filter(({ id }) => kept.has(id))
      // Not stored: it would cause a write at each poll.
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
    // The file is then outdated but not wrong: outcomes are queried anyway.
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
