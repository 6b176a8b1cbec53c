import type { Computer } from '#protocol/primitives.ts';

/** What is on the form. */
export interface SignInForm {
  readonly email: string;
  readonly password: string;
  readonly computer: Computer | null;
}

/** What is wrong with a form, by the key of its words. */
export interface SignInProblems {
  readonly email?: 'emailMissing' | 'emailOdd';
  readonly password?: 'passwordMissing';
  readonly computer?: 'chooseFirst';
}

/** Checks a form before it is sent. Only what can never be right is refused here; the operator knows the rest. */
export function checkForm({ email, password, computer }: SignInForm): SignInProblems {
  const address = email.trim();
  return {
    ...(address === '' ? { email: 'emailMissing' as const } : {}),
    ...(address !== '' && !/^\S+@\S+$/.test(address) ? { email: 'emailOdd' as const } : {}),
    ...(password === '' ? { password: 'passwordMissing' as const } : {}),
    ...(computer === null ? { computer: 'chooseFirst' as const } : {}),
  };
}
