import type { Failure, Result } from '#protocol/errors/problem.ts';

/** How often and how long apart something is asked again. */
export interface RetryPlan {
  readonly tries: number;
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface RetryPorts {
  /** 0 to 1. */
  readonly random: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * The wait before try `attempt` (1: the second try): doubling, "full jitter" between half and whole, never longer
 * than the plan's longest. What the service itself asks for counts as the least.
 */
export function backoffMs(plan: RetryPlan, attempt: number, random: () => number, atLeastMs = 0): number {
  const whole = Math.min(plan.longestMs, plan.firstMs * 2 ** (attempt - 1));
  return Math.max(atLeastMs, Math.round(whole * (0.5 + random() / 2)));
}

/**
 * Asks until it succeeds, fails for a reason that asking again does not cure, or the tries are used up. A wait that
 * the service asks for beyond the plan's longest ends it: the person is told rather than kept waiting.
 */
export async function withRetry<T>(
  ask: () => Promise<Result<T>>,
  again: (failure: Failure) => boolean,
  plan: RetryPlan,
  ports: RetryPorts,
  signal?: AbortSignal,
): Promise<Result<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (answer.ok || attempt >= plan.tries || !again(answer.failure) || signal?.aborted) return answer;
    const asked = answer.failure.retryAfterMs ?? 0;
    if (asked > plan.longestMs) return answer;
    await ports.sleep(backoffMs(plan, attempt, ports.random, asked), signal);
  }
}
