import { computed, ref } from 'vue';
import type { Account } from '#protocol/api/sessions.ts';
import { useSession } from '../../features/session/session.ts';

/** A contract as the account names it. */
export type AccountContract = Account['contracts'][number];

const chosen = ref<string | null>(null);

/** The signed-in person's contracts; none while signed out. */
export const contracts = computed<readonly AccountContract[]>(() => {
  const { status } = useSession();
  return status.state === 'signed-in' ? status.account.contracts : [];
});

/** The contract on screen: the one chosen last, else the first; null when the account has none. */
export const currentContract = computed<AccountContract | null>(
  () => contracts.value.find(({ number }) => number === chosen.value) ?? contracts.value[0] ?? null,
);

export function chooseContract(number: string): void {
  chosen.value = number;
}

/** Forgets the choice, with the session it was made in. */
export function forgetContract(): void {
  chosen.value = null;
}
