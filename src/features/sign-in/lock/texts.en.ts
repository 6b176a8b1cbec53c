/** English words of the lock and of the curtain before it. */
export const en = {
  title: 'Locked',
  lead: 'Nobody sees your account until you unlock it.',
  leadIdle: 'You were away for a while, so the account was locked. Nothing is lost.',
  noWay: 'This account has no password to unlock it with. Sign out, and sign in again as you did.',
  system: 'Unlock with Touch ID',
  unlock: 'Unlock',
  unlocking: 'Unlocking',
  signOut: 'Sign out',
  curtainTitle: 'Are you still there?',
  curtainWhy: 'This is somebody else’s computer, so the account does not stay open by itself.',
  endsIn: 'Signed out in {n} second. | Signed out in {n} seconds.',
  here: 'I am here',
} as const;

export type LockKey = keyof typeof en;
export type LockWords = Readonly<Record<LockKey, string>>;
