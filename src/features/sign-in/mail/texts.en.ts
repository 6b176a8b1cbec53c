/** English words of the pages that ask for a letter and wait for it. */
export const en = {
  remindTitle: 'A new password',
  remindLead:
    'Nobody can look your old password up, not even we. Tell us your e-mail: a letter with a link to set a new one comes to it.',
  send: 'Send the letter',
  sending: 'Sending',
  title: 'Check your mail',
  leadRegistration: 'To finish, follow the link in the letter to',
  leadReset: 'To set a new password, follow the link in the letter to',
  follow: 'The link brings you back to this program.',
  life: 'It is good for {time}.',
  spam: 'Nothing there after a few minutes? Look in the spam folder, too.',
  knownRegistration: 'If this address has an account already, the letter says so instead.',
  knownReset: 'The letter comes only if this address has an account.',
  delayed: 'The letter is a little late.',
  delayedDetail:
    'The mail server does not answer just now. The letter is waiting and leaves by itself as soon as it does.',
  again: 'Send another letter',
  againIn: 'You can ask for another letter in {time}.',
  sentAgain: 'Another letter is on its way. The link in the older one no longer works.',
  change: 'Wrong address?',
  leave: 'Back to sign-in',
  mailbox: 'Open the demo mailbox',
} as const;

export type MailKey = keyof typeof en;
export type MailWords = Readonly<Record<MailKey, string>>;
