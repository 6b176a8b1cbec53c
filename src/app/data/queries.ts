import type { QueryCache } from '@pinia/colada';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import { watch } from 'vue';
import { useSession } from '../../features/session/session.ts';
import { bridge } from '../../bridge.ts';

/** A numbered failure thrown by a query; `failure` names the code whose words are shown. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** The value of an answer. Throws `FailureError` for the query to keep. */
export async function valueOf<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new FailureError(result.failure);
  return result.value;
}

/** The failure behind a query's error; what is not ours is `unexpected`. */
export function failureOf(error: unknown): Failure {
  return error instanceof FailureError ? error.failure : { code: 'unexpected' };
}

/** Keys of the server state. Whoever shows it asks under these, so that a change at the operator reaches it. */
export const queryKeys = {
  overview: (contractNumber: string) => ['overview', contractNumber] as const,
  profile: () => ['profile'] as const,
  /** How one gets into the account; what lies below it is asked again with it. */
  security: () => ['security'] as const,
  devices: () => ['security', 'devices'] as const,
  accountData: () => ['security', 'data'] as const,
  /** Below `money`: asked again with every movement of money. The query is part of the key, as it is asked. */
  statement: (contractNumber: string, query: Readonly<Record<string, string | undefined>>) =>
    ['money', contractNumber, 'statement', query] as const,
  spending: (contractNumber: string, today: string) => ['money', contractNumber, 'spending', today] as const,
  promise: (contractNumber: string) => ['money', contractNumber, 'promise'] as const,
  topUp: (contractNumber: string) => ['money', contractNumber, 'top-up'] as const,
  topUpPreview: (contractNumber: string, amountKopecks: number) =>
    ['money', contractNumber, 'top-up', amountKopecks] as const,
  paymentMethods: () => ['money', 'methods'] as const,
  linkedCards: () => ['money', 'cards'] as const,
  autopay: (contractNumber: string) => ['money', contractNumber, 'autopay'] as const,
  slip: (contractNumber: string, amountKopecks: number | null) =>
    ['money', contractNumber, 'slip', amountKopecks] as const,
  /** Who is behind a number. */
  payee: (number: string) => ['payee', number] as const,
};

/** Asks again for what the operator changed. Nothing polls: this is the one way news reaches a query. Answers how to stop. */
export function followChanges(cache: QueryCache): () => void {
  return bridge.data.onChanged(({ topics, contractNumber }) => {
    for (const topic of topics) {
      const key = contractNumber === null || topic !== 'overview' ? [topic] : [topic, contractNumber];
      // A query keeps its own failure and shows it; here there is nothing more to do about it.
      cache.invalidateQueries({ key }).catch(() => undefined);
    }
  });
}

/**
 * Asks again how one gets into the account when the session says that the account is another than before (an address
 * was confirmed, a contract linked). Answers how to stop.
 */
export function followAccount(cache: QueryCache): () => void {
  const session = useSession();
  return watch(
    () => (session.status.state === 'signed-in' ? JSON.stringify(session.status.account) : null),
    (account, before) => {
      if (account === null || before === null) return;
      cache.invalidateQueries({ key: [...queryKeys.security()] }).catch(() => undefined);
    },
  );
}
