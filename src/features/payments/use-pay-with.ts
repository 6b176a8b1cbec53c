import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { LinkedCard } from '#protocol/api/payments.ts';
import { phoneFrom, phoneText } from '../../format/phones.ts';

/** What a way of paying asks for. */
export interface PayWith {
  readonly phone: Ref<string>;
  /** E.164; null while what is typed is no number. */
  readonly phoneNumber: ComputedRef<string | null>;
  /** The linked card to pay with; null: the card is entered at the payment system. */
  readonly linkedCardId: Ref<string | null>;
  readonly linkCard: Ref<boolean>;
}

/**
 * @param cards those that are linked
 * @param onRecord the contract's own phone, that the field begins with; null: none is known
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
  // A card that was unlinked meanwhile is not paid with.
  watch(cards, (list) => {
    if (!list.some(({ id }) => id === linkedCardId.value)) linkedCardId.value = null;
  });
  return { phone, phoneNumber: computed(() => phoneFrom(phone.value)), linkedCardId, linkCard };
}
