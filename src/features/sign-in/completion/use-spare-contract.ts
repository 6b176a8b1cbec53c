import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import type { CompletionRequest } from '#protocol/api/registrations.ts';
import { bridge } from '../../../bridge.ts';
import { whenConnected } from '../../connection/connection.ts';

/** In demo mode: the details of a made-up contract that nobody has linked yet, to fill in with one press; else null. */
export function useSpareContract(): Readonly<ShallowRef<CompletionRequest | null>> {
  const spare = shallowRef<CompletionRequest | null>(null);
  async function ask(): Promise<void> {
    const answer = await bridge.demo.subscribers();
    spare.value = answer.ok ? answer.value.spareContract : null;
  }
  onScopeDispose(whenConnected(() => void ask()));
  return spare;
}
