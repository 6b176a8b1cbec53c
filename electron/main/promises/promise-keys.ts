import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import { promiseRequest, type PromiseTerms } from '#protocol/api/promises.ts';
import { contractNumber } from '#protocol/primitives.ts';
import type { Log } from '../logging/log.ts';
import { isServiceFailure } from '../operator/failures.ts';
import type { SealedValue } from '../storage/sealed-value.ts';
import type { Payer } from '../payments/payment-list.ts';

const wanted = promiseRequest.extend({ contractNumber });
type Wanted = z.infer<typeof wanted>;

/** A promised payment that was asked for and whose answer was lost: the same wish goes under the same key. */
export const keptPromise = z.object({
  version: z.literal(1),
  service: z.string(),
  accountId: z.string(),
  key: z.string().min(16).max(80),
  wanted,
});
export type KeptPromise = z.infer<typeof keptPromise>;

/** Keys of promised payments: made and stored before the request leaves, good until the service answered. */
export interface PromiseKeys {
  /** Asks under a key; the key of an earlier request whose answer was lost, where it was the same wish. */
  take(wish: Wanted, ask: (key: string) => Promise<Result<PromiseTerms>>): Promise<Result<PromiseTerms>>;
  /** The account was left: its key goes too, a promise runs once whatever its key is. */
  left(): void;
}

/** Whether the service may have done it although it did not say so. */
function leavesOpen(failure: Failure): boolean {
  return (
    isServiceFailure(failure) ||
    failure.code.startsWith('session-') ||
    failure.code === 'outcome-unknown' ||
    failure.code === 'idempotency-key-running'
  );
}

/**
 * @param ports.service name of the service in use, see StoredSession
 * @param ports.payer null when signed out
 */
export function createPromiseKeys(ports: {
  readonly file: SealedValue<KeptPromise>;
  readonly service: string;
  readonly payer: () => Payer | null;
  readonly log: Log;
}): PromiseKeys {
  let last: KeptPromise | null = null;
  const read = async (payer: Payer): Promise<void> => {
    if (last !== null || !payer.kept) return;
    const opened = await ports.file.read();
    if (opened.kind === 'value') last = opened.value;
  };
  const isSame = (kept: KeptPromise, payer: Payer, wish: Wanted): boolean =>
    kept.service === ports.service &&
    kept.accountId === payer.accountId &&
    kept.wanted.contractNumber === wish.contractNumber &&
    kept.wanted.amountKopecks === wish.amountKopecks &&
    kept.wanted.dueOn === wish.dueOn;
  return {
    async take(wish, ask): Promise<Result<PromiseTerms>> {
      const payer = ports.payer();
      if (payer === null) return ask(randomUUID());
      await read(payer);
      if (last === null || !isSame(last, payer, wish)) {
        last = { version: 1, service: ports.service, accountId: payer.accountId, key: randomUUID(), wanted: wish };
        // A promise runs once whatever its key is: without the file the wish goes on all the same.
        if (payer.kept) {
          await ports.file.write(last).catch((error: unknown) => {
            ports.log.warn('promise key not kept', { error });
          });
        }
      }
      const used = last;
      const answer = await ask(used.key);
      if ((answer.ok || !leavesOpen(answer.failure)) && last === used) {
        last = null;
        if (payer.kept) ports.file.remove();
      }
      return answer;
    },
    left(): void {
      last = null;
      ports.file.remove();
    },
  };
}
