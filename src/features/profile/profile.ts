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

/** Keeps the profile fresh: fetched when the connection is up and when the operator changed it. Returns how to stop. */
export function followProfile(): () => void {
  const stopWaiting = whenConnected(() => void ask());
  // The page came without one, for example after an update: main may know the last one, also while the service is down.
  if (profile.value === null && boot.session === 'restoring') void ask();
  const stopListening = bridge.data.onChanged(({ topics }) => {
    if (topics.includes('profile')) void ask();
  });
  return () => {
    stopWaiting();
    stopListening();
  };
}
