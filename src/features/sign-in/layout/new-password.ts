import { computed, ref, type ComputedRef, type Ref } from 'vue';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Failure } from '#protocol/errors/problem.ts';
import { operatorProfile } from '../../profile/profile.ts';

/** What is wrong with a new password, by the key of its words. */
export interface NewPasswordProblems {
  readonly password?: 'newMissing' | 'tooShort' | 'tooLong' | 'tooCommon';
  readonly again?: 'againMissing' | 'differs';
}

const refusals: Partial<Record<ErrorCode, NonNullable<NewPasswordProblems['password']>>> = {
  'password-too-short': 'tooShort',
  'password-too-long': 'tooLong',
  'password-too-common': 'tooCommon',
};

/** A new password, typed twice. Both live in these refs alone and are emptied once they were taken. */
export interface NewPassword {
  readonly password: Ref<string>;
  readonly again: Ref<string>;
  /** What is wrong, from the first try on. */
  readonly problems: ComputedRef<NewPasswordProblems>;
  /** Checks before sending: the field to put the keyboard on, or null when all is well. */
  check(): 'password' | 'again' | null;
  /** True when a failure was about the password itself: it is then said at its field. */
  refusedFor(failure: Failure): boolean;
  forget(): void;
}

/** The rules are the profile's; the commonest passwords are known to the service alone. */
export function useNewPassword(): NewPassword {
  const password = ref('');
  const again = ref('');
  const tried = ref(false);
  /** What the service refused, and why: said as long as it stands there unchanged. */
  const refused = ref<{ readonly password: string; readonly why: NonNullable<NewPasswordProblems['password']> }>();

  function passwordProblem(): NewPasswordProblems['password'] | null {
    if (password.value === '') return 'newMissing';
    // Characters as the service counts them: composed, and none twice that takes two units.
    const length = Array.from(password.value.normalize('NFC')).length;
    const rules = operatorProfile.value?.accounts;
    if (rules && length < rules.passwordMinLength) return 'tooShort';
    if (rules && length > rules.passwordMaxLength) return 'tooLong';
    return refused.value?.password === password.value ? refused.value.why : null;
  }

  const problems = computed<NewPasswordProblems>(() => {
    if (!tried.value) return {};
    const wrong = passwordProblem();
    const different = again.value === password.value ? null : again.value === '' ? 'againMissing' : 'differs';
    return { ...(wrong ? { password: wrong } : {}), ...(different ? { again: different } : {}) };
  });

  return {
    password,
    again,
    problems,
    check(): 'password' | 'again' | null {
      tried.value = true;
      if (problems.value.password) return 'password';
      return problems.value.again ? 'again' : null;
    },
    refusedFor({ code }): boolean {
      const why = refusals[code];
      if (why === undefined) return false;
      refused.value = { password: password.value, why };
      return true;
    },
    forget(): void {
      password.value = '';
      again.value = '';
      tried.value = false;
    },
  };
}
