import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { LinkedCard } from '#protocol/api/payments.ts';
import { phoneFrom, phoneText } from '../../format/phones.ts';

/** Fields of the chosen payment method. */
export interface PayWith {
  readonly phone: Ref<string>;
  /** E.164; null while the entered text is not a phone number. */
  readonly phoneNumber: ComputedRef<string | null>;
  /** Linked card to charge; null: the card is entered on the payment page. */
  readonly linkedCardId: Ref<string | null>;
  readonly linkCard: Ref<boolean>;
}

/**
 * @param cards linked cards
 * @param onRecord phone of the contract, the initial value of the field; null: none
 */
export function usePayWith(cards: () => readonly LinkedCard[], onRecord: () => string | null): PayWith {
  const phone = ref('');
  const linkedCardId = ref<string | null>(null);
  const linkCard = ref(false);
  watch(
    onRecord,
    (known) => {
      if (phone.value !== '' || known === null) return;
      const number = phoneFrom(known);
      if (number !== null) phone.value = phoneText(number);
    },
    { immediate: true },
  );
  // Deselect a card that was unlinked meanwhile.
  watch(cards, (list) => {
    if (!list.some(({ id }) => id === linkedCardId.value)) linkedCardId.value = null;
  });
  return { phone, phoneNumber: computed(() => phoneFrom(phone.value)), linkedCardId, linkCard };
}
