import { onScopeDispose, ref, type Ref } from 'vue';
import { bridge } from '../../../bridge.ts';
import { whenConnected } from '../../connection/connection.ts';

/** True in demo mode: the service offers made-up subscribers there, and its letters end in a mailbox page. */
export function useDemo(): Readonly<Ref<boolean>> {
  const demo = ref(false);
  async function ask(): Promise<void> {
    demo.value = (await bridge.demo.subscribers()).ok;
  }
  onScopeDispose(whenConnected(() => void ask()));
  return demo;
}
