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

/** What is wrong with an address, by the key of its words. Only what can never be right: the operator knows the rest. */
export function emailProblem(email: string): 'emailMissing' | 'emailOdd' | null {
  const address = email.trim();
  if (address === '') return 'emailMissing';
  return /^\S+@\S+$/.test(address) ? null : 'emailOdd';
}

/** Checks a form before it is sent. */
export function checkForm({ email, password, computer }: SignInForm): SignInProblems {
  const wrongEmail = emailProblem(email);
  return {
    ...(wrongEmail === null ? {} : { email: wrongEmail }),
    ...(password === '' ? { password: 'passwordMissing' as const } : {}),
    ...(computer === null ? { computer: 'chooseFirst' as const } : {}),
  };
}
