import { computed, ref, type ComputedRef, type Ref } from 'vue';

/** The first of a long list, the rest at a wish. */
export interface Some<T> {
  readonly shown: ComputedRef<readonly T[]>;
  /** Whether there is more than is shown at first. */
  readonly more: ComputedRef<boolean>;
  readonly all: Ref<boolean>;
}

/** @param limit how many are shown at first; one more than that is shown rather than hidden behind a button */
export function useSome<T>(list: () => readonly T[], limit: number): Some<T> {
  const all = ref(false);
  const more = computed(() => list().length > limit + 1);
  return {
    all,
    more,
    shown: computed(() => (all.value || !more.value ? list() : list().slice(0, limit))),
  };
}
