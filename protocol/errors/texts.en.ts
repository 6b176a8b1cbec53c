import type { ErrorTexts } from './catalogue.ts';

/** English words of every error code. */
export const textsEn: ErrorTexts = {
  'sign-in-failed': {
    happened: 'The e-mail and the password do not match.',
    money: 'You are not signed in; no money moved.',
    todo: 'Check Caps Lock and the keyboard language, and try again.',
  },
  'sign-in-throttled': {
    happened: 'Too many tries with a wrong password.',
    money: 'You are not signed in; no money moved. Devices that are signed in stay so.',
    todo: 'Wait until the time shown has passed, then try again.',
  },
  'session-expired': {
    happened: 'Your session has run out.',
    money: 'No money moved.',
    todo: 'Sign in again.',
  },
  'session-ended': {
    happened: 'This session was ended, here or on another device.',
    money: 'No money moved.',
    todo: 'Sign in again. If it was not you, change your password.',
  },
  'session-idle': {
    happened: 'You were away for a while, so the session on this computer was ended.',
    money: 'No money moved.',
    todo: 'Sign in again.',
  },
  'input-invalid': {
    happened: 'Something in the form is not of the form expected.',
    money: 'Nothing was sent on; no money moved.',
    todo: 'Check the marked fields.',
  },
  'not-found': {
    happened: 'The operator has nothing under this address.',
    money: 'No money moved.',
    todo: 'Go back to the overview.',
  },
  'contract-not-found': {
    happened: 'This contract does not belong to your account.',
    money: 'No money moved.',
    todo: 'Choose one of your contracts.',
  },
  'too-many-requests': {
    happened: 'Too many requests in a short time.',
    money: 'No money moved.',
    todo: 'Wait a minute; the program then asks again by itself.',
  },
  'payload-too-large': {
    happened: 'What was sent is larger than the operator takes.',
    money: 'Nothing was stored; no money moved.',
    todo: 'Send less at once.',
  },
  'service-failed': {
    happened: 'The operator’s service met an error of its own.',
    money: 'No money moved.',
    todo: 'Try again in a minute; if it stays so, call the hotline.',
  },
  'service-unavailable': {
    happened: 'The operator’s service is starting or stopping.',
    money: 'No money moved.',
    todo: 'Wait a moment; the program connects by itself.',
  },
  'storage-full': {
    happened: 'The operator’s service has no room left to store anything.',
    money: 'Nothing was stored; no money moved.',
    todo: 'In demo mode, free some space on this computer’s disk. Otherwise try again later.',
  },
  'service-unreachable': {
    happened: 'The operator’s service cannot be reached.',
    money: 'No money moved.',
    todo: 'Check the network. The program connects by itself as soon as it can.',
  },
  'service-timeout': {
    happened: 'The operator’s service did not answer in time.',
    money: 'No money moved.',
    todo: 'Wait a little; the program asks again by itself.',
  },
  'service-answer-invalid': {
    happened: 'The operator’s service gave an answer this program does not understand.',
    money: 'No money moved.',
    todo: 'Update the program; if it is the newest one, call the hotline.',
  },
  'service-crashed': {
    happened: 'The built-in operator service stopped unexpectedly and is being started again.',
    money: 'Everything that was confirmed is kept; no money moved.',
    todo: 'Wait a few seconds.',
  },
  'service-port-taken': {
    happened: 'Another program uses the port of the operator service.',
    money: 'No money moved.',
    todo: 'Choose another port or close that program, then start again.',
  },
  'database-newer': {
    happened: 'The demo database was written by a newer version of this program.',
    money: 'It was left untouched; no money moved.',
    todo: 'Update the program.',
  },
  'database-damaged': {
    happened: 'The demo database cannot be read.',
    money: 'It was set aside, not deleted; no money moved.',
    todo: 'The program goes on with new demo data.',
  },
  'session-memory-only': {
    happened: 'This computer has no key store that works, so the session cannot be kept safely.',
    money: 'No money moved.',
    todo: 'You are signed in until you close the program. Switch on the system’s key store to stay signed in.',
  },
  'session-unreadable': {
    happened: 'The kept session could not be read and was dropped.',
    money: 'Nothing else was lost; no money moved.',
    todo: 'Sign in again.',
  },
  'settings-unreadable': {
    happened: 'The settings file was damaged; the usual settings are in use.',
    money: 'The damaged file was set aside; no money moved.',
    todo: 'Check language and appearance in Settings.',
  },
  'profile-folder-full': {
    happened: 'The disk is full, so settings and session cannot be stored.',
    money: 'You can go on until you close the program; no money moved.',
    todo: 'Free some space on the disk.',
  },
  'clock-differs': {
    happened: 'This computer’s clock differs from the operator’s.',
    money: 'All days and times here are the operator’s; no money moved.',
    todo: 'Set the computer’s date and time.',
  },
  'link-refused': {
    happened: 'This link leads outside the places this program opens.',
    money: 'Nothing was opened; no money moved.',
    todo: 'Open the operator’s site yourself if you trust it.',
  },
  'request-refused': {
    happened: 'A request inside the program was refused.',
    money: 'No money moved.',
    todo: 'Close the program and start it again.',
  },
  unexpected: {
    happened: 'Something went wrong that nobody foresaw.',
    money: 'No money moved.',
    todo: 'Try again; if it stays so, call the hotline.',
  },
};
