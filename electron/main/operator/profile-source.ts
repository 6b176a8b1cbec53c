import type { OperatorProfile } from '#protocol/api/profile.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';

/** The operator profile: asked once a line, remembered for the next start's first paint. */
export interface ProfileSource {
  get(): Promise<Result<OperatorProfile>>;
  /** The next question goes to the service again. */
  renew(): void;
}

/**
 * @param ports.remembered the profile as stored by an earlier run, already checked; null when there is none
 * @param ports.remember stores a fresh one; `changed` is told when it differs from the one before
 */
export function createProfileSource(ports: {
  readonly fetch: () => Promise<Result<OperatorProfile>>;
  readonly remembered: OperatorProfile | null;
  readonly remember: (profile: OperatorProfile) => void;
  readonly changed: () => void;
}): ProfileSource {
  let last = ports.remembered;
  let fresh: Promise<Result<OperatorProfile>> | null = null;
  const ask = async (): Promise<Result<OperatorProfile>> => {
    const answer = await ports.fetch();
    if (!answer.ok) {
      fresh = null;
      return last === null ? failed(answer.failure) : success(last);
    }
    const known = last;
    last = answer.value;
    if (JSON.stringify(known) !== JSON.stringify(last)) {
      ports.remember(last);
      if (known !== null) ports.changed();
    }
    return answer;
  };
  return {
    get: () => (fresh ??= ask()),
    renew(): void {
      fresh = null;
    },
  };
}
