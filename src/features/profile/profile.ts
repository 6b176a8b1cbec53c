import { shallowRef, type ShallowRef } from 'vue';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { bridge } from '../../bridge.ts';
import { boot } from '../../app/boot.ts';
import { whenConnected } from '../connection/connection.ts';

const profile = shallowRef<OperatorProfile | null>(boot.profile);

async function ask(): Promise<void> {
  const answer = await bridge.profile.read();
  if (answer.ok) profile.value = answer.value;
}

/** The operator's profile as last published; null only on the very first start, until the service is up. */
export const operatorProfile: Readonly<ShallowRef<OperatorProfile | null>> = profile;

/** Keeps the profile fresh: asked when the line comes up and when the operator changed it. Answers how to stop. */
export function followProfile(): () => void {
  const stopWaiting = whenConnected(() => void ask());
  const stopListening = bridge.data.onChanged(({ topics }) => {
    if (topics.includes('profile')) void ask();
  });
  return () => {
    stopWaiting();
    stopListening();
  };
}
