import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { OfferedMethod, PaymentMethod, TopUpOffer } from '#protocol/api/payments.ts';
import type { BillingRules } from '#protocol/api/profile.ts';
import { currentLanguage } from '../../app/i18n/i18n.ts';
import type { AmountLimits } from '../../format/amount.ts';
import { moneyToPaste } from '#protocol/format/money.ts';
import { chosenAmount, firstChoice, limitsOf, standingMethod, type AmountChoice, type ChosenAmount } from './choice.ts';

/** State of the payment form: amount and method. */
export interface TopUpForm {
  readonly choice: ShallowRef<AmountChoice>;
  readonly typed: Ref<string>;
  readonly amount: ComputedRef<ChosenAmount>;
  readonly limits: ComputedRef<Required<AmountLimits>>;
  readonly method: ComputedRef<OfferedMethod | null>;
  readonly wantedMethod: Ref<PaymentMethod | null>;
  /** True after the first submit: missing fields are reported from then on. */
  readonly tried: Ref<boolean>;
  /** Selects an amount: the offer with it, otherwise as a custom amount. */
  readonly put: (kopecks: number) => void;
}

/**
 * @param wanted initial amount, kopecks; null: none
 * @param offers null until loaded
 * @param nothingFirst true to preselect nothing, after a payment was credited
 */
export function useForm(
  wanted: () => number | null,
  offers: () => readonly TopUpOffer[] | null,
  methods: () => readonly OfferedMethod[],
  billing: () => Pick<BillingRules, 'paymentMinKopecks' | 'paymentMaxKopecks'>,
  nothingFirst: () => boolean,
): TopUpForm {
  const language = currentLanguage();
  const choice = shallowRef<AmountChoice>({ kind: 'none' });
  const typed = ref('');
  const tried = ref(false);
  const wantedMethod = ref<PaymentMethod | null>(null);
  const method = computed(() => standingMethod(wantedMethod.value, methods()));
  const limits = computed(() => limitsOf(method.value, billing()));
  const put = (kopecks: number): void => {
    choice.value = firstChoice(kopecks, offers() ?? []);
    typed.value = choice.value.kind === 'own' ? moneyToPaste(kopecks) : '';
  };
  let begun = false;
  watch(
    [wanted, offers] as const,
    ([amount, list], [before]) => {
      // The chosen amount stays when the offers change; an offer that disappeared becomes a custom amount.
      if (begun && amount === before) {
        const { value } = choice;
        if (value.kind === 'offer' && list !== null) put(value.amountKopecks);
        return;
      }
      if (list === null && amount === null) return;
      begun = true;
      if (amount !== null) put(amount);
      else if (!nothingFirst()) choice.value = firstChoice(null, list ?? []);
    },
    { immediate: true },
  );
  return {
    choice,
    typed,
    amount: computed(() => chosenAmount(choice.value, typed.value, language.value, limits.value)),
    limits,
    method,
    wantedMethod,
    tried,
    put,
  };
}
