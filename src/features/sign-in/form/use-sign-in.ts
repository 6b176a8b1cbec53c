import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Computer } from '#protocol/primitives.ts';
import type { Failure } from '#protocol/errors/problem.ts';
import { draftComputer, draftEmail } from '../layout/drafts.ts';
import { follow } from '../layout/sign-in-step.ts';
import { connectionKnown, useConnection } from '../../connection/connection.ts';
import { useSession } from '../../session/session.ts';
import { checkForm, type SignInProblems } from './check.ts';
import { useCountdown } from './countdown.ts';

/** Why the button waits. */
export type Waiting = 'chooseFirst' | 'wait' | 'serviceWaits' | null;
/** What the form should put the keyboard on after a try. */
export type FocusOn = 'email' | 'password' | 'computer' | null;

/** The sign-in form without its looks. The password lives in this one ref and is emptied once it was right. */
export interface SignInModel {
  readonly email: Ref<string>;
  readonly password: Ref<string>;
  readonly computer: Ref<Computer | null>;
  readonly busy: Readonly<Ref<boolean>>;
  readonly failure: Readonly<ShallowRef<Failure | null>>;
  readonly problems: ComputedRef<SignInProblems>;
  /** The pair of e-mail and password, unchanged since, did not match. */
  readonly mismatch: Readonly<Ref<boolean>>;
  readonly waiting: ComputedRef<Waiting>;
  readonly secondsLeft: ComputedRef<number>;
  /** True from the end of a wait until the next try. */
  readonly waitIsOver: Readonly<Ref<boolean>>;
  readonly submit: () => Promise<FocusOn>;
}

export function useSignIn(): SignInModel {
  const connection = useConnection();
  const session = useSession();
  const email = draftEmail;
  const password = ref('');
  const computer = draftComputer;
  const busy = ref(false);
  const tried = ref(false);
  const mismatch = ref(false);
  const waitIsOver = ref(false);
  const failure = shallowRef<Failure | null>(null);
  /** Whose wait it is: another account need not wait for this one's failures. Null: everybody's. */
  const waitOf = ref<string | null>(null);
  const countdown = useCountdown();

  const problems = computed(() => (tried.value ? checkForm(form()) : {}));
  const mustWait = computed(
    () => countdown.secondsLeft.value > 0 && (waitOf.value === null || waitOf.value === address()),
  );
  const waiting = computed<Waiting>(() => {
    if (mustWait.value) return 'wait';
    if (connection.status.state === 'down') return 'serviceWaits';
    return computer.value === null ? 'chooseFirst' : null;
  });
  watch([email, password], () => {
    mismatch.value = false;
  });

  function form(): { email: string; password: string; computer: Computer | null } {
    return { email: email.value, password: password.value, computer: computer.value };
  }

  function address(): string {
    return email.value.trim().toLowerCase();
  }

  function refused(why: Failure): FocusOn {
    failure.value = why;
    if (why.retryAfterMs !== undefined) {
      waitOf.value = why.code === 'sign-in-throttled' ? address() : null;
      countdown.start(why.retryAfterMs, () => {
        failure.value = null;
        waitIsOver.value = true;
      });
    }
    mismatch.value = why.code === 'sign-in-failed';
    return mismatch.value ? 'password' : null;
  }

  async function submit(): Promise<FocusOn> {
    if (busy.value) return null;
    tried.value = true;
    const { email: wrongEmail, password: wrongPassword } = problems.value;
    if (wrongEmail) return 'email';
    if (wrongPassword) return 'password';
    if (computer.value === null) return 'computer';
    if (waiting.value !== null) return null;

    busy.value = true;
    failure.value = null;
    waitIsOver.value = false;
    await connectionKnown();
    // The line turned out to be down: the form says so already and waits with everything that was typed.
    if (connection.status.state === 'down') {
      busy.value = false;
      return null;
    }
    const answer = await session.signIn({
      email: email.value.trim(),
      password: password.value,
      computer: computer.value,
    });
    tried.value = false;
    if (answer.ok) {
      // The button stays busy until the account, or the question for the second step, stands in this form's place.
      password.value = '';
      await follow(answer.value);
      return null;
    }
    busy.value = false;
    return refused(answer.failure);
  }

  return {
    email,
    password,
    computer,
    busy,
    failure,
    problems,
    mismatch,
    waiting,
    secondsLeft: countdown.secondsLeft,
    waitIsOver,
    submit,
  };
}
