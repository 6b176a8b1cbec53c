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
  'two-step-failed': {
    happened: 'This code does not fit.',
    money: 'Nothing changed; no money moved.',
    todo: 'Wait for the next code of the authenticator app, or use a recovery code.',
  },
  'two-step-expired': {
    happened: 'The time for the code is over.',
    money: 'Nothing changed; no money moved.',
    todo: 'Start this step again.',
  },
  'link-invalid': {
    happened: 'This link does not work any more: it was used, has run out, or a newer letter replaced it.',
    money: 'Nothing changed; no money moved.',
    todo: 'Ask for a new letter and use the link in that one.',
  },
  'provider-unavailable': {
    happened: 'The social network does not answer just now.',
    money: 'Nothing changed; no money moved.',
    todo: 'Try again in a few minutes, or use another way to sign in.',
  },
  'identity-ticket-expired': {
    happened: 'The social network’s answer is too old or was used already.',
    money: 'Nothing changed; no money moved.',
    todo: 'Go through the social network once more.',
  },
  'account-link-needed': {
    happened: 'There is already an account with the e-mail address of this social network.',
    money: 'You are not signed in yet; no money moved.',
    todo: 'Enter the password of that account once to link the two.',
  },
  'password-wrong': {
    happened: 'This is not the password of the account.',
    money: 'Nothing changed; no money moved.',
    todo: 'Check Caps Lock and the keyboard language, and try again.',
  },
  'password-throttled': {
    happened: 'Too many tries with a wrong password.',
    money: 'Nothing changed; you stay signed in, and no money moved.',
    todo: 'Wait until the time shown has passed, then try again.',
  },
  'password-missing': {
    happened: 'This account has no password.',
    money: 'Nothing changed; no money moved.',
    todo: 'Sign out, and sign in again through the social network.',
  },
  'password-too-short': {
    happened: 'The new password is too short.',
    money: 'Nothing changed; no money moved.',
    todo: 'Choose a longer one. A few words in a row are easy to remember.',
  },
  'password-too-long': {
    happened: 'The new password is too long.',
    money: 'Nothing changed; no money moved.',
    todo: 'Choose a shorter one.',
  },
  'password-too-common': {
    happened: 'The new password is one of the commonest, which are tried first.',
    money: 'Nothing changed; no money moved.',
    todo: 'Choose another. A few words in a row are easy to remember and hard to guess.',
  },
  'fresh-session-needed': {
    happened: 'You signed in some time ago, and this account has no password to ask for.',
    money: 'Nothing changed; no money moved.',
    todo: 'Sign out, sign in again through the social network, and make the change soon after.',
  },
  'contract-not-matched': {
    happened: 'These details do not match the operator’s records.',
    money: 'Nothing was linked; no money moved.',
    todo: 'Compare all of them with the contract and the card. If they are right, call the hotline.',
  },
  'contract-match-throttled': {
    happened: 'These details did not match several times in a row.',
    money: 'Nothing was linked; no money moved.',
    todo: 'Wait until the time shown has passed, or call the hotline.',
  },
  'registration-complete': {
    happened: 'This account already has its contract.',
    money: 'Nothing changed; no money moved.',
    todo: 'Go to the overview. For another contract, call the hotline.',
  },
  'code-wrong': {
    happened: 'This is not the code of the latest message.',
    money: 'Nothing changed; no money moved.',
    todo: 'Compare it with the message that came last.',
  },
  'code-expired': {
    happened: 'This code is not good any more.',
    money: 'Nothing changed; no money moved.',
    todo: 'Ask for a new code.',
  },
  'two-step-already-on': {
    happened: 'Two-step sign-in is on already.',
    money: 'Nothing changed; no money moved.',
    todo: 'For another phone, turn it off and on again.',
  },
  'two-step-not-on': {
    happened: 'Two-step sign-in is off.',
    money: 'Nothing changed; no money moved.',
    todo: 'Turn it on first.',
  },
  'identity-taken': {
    happened: 'This profile of the social network belongs to another account.',
    money: 'Nothing was linked; no money moved.',
    todo: 'Choose another profile in the browser, or sign in to that account and unlink it there.',
  },
  'provider-already-linked': {
    happened: 'A profile of this social network is linked already.',
    money: 'Nothing changed; no money moved.',
    todo: 'Unlink it first to link another one.',
  },
  'last-way-in': {
    happened: 'This is the only way into your account.',
    money: 'Nothing changed; no money moved.',
    todo: 'Set a password or link another social network first.',
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
  'request-refused': {
    happened: 'A request inside the program was refused.',
    money: 'No money moved.',
    todo: 'Close the program and start it again.',
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
  'profile-folder-unwritable': {
    happened: 'The program may not write to its folder, so settings and session cannot be stored.',
    money: 'You can go on until you close the program; no money moved.',
    todo: 'Check the permissions of the program’s folder, or ask whoever looks after this computer.',
  },
  'store-damaged': {
    happened: 'The file in which the program keeps your session and its notes was damaged. It was set aside.',
    money: 'Money moves at most once all the same. The statement shows what came in.',
    todo: 'Sign in again, and look in the statement before you repeat a payment.',
  },
  'store-newer': {
    happened: 'A newer version of the program wrote its data. What this version does not know was set aside.',
    money: 'No money moved.',
    todo: 'Update the program.',
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
  'browser-not-opened': {
    happened: 'The browser could not be opened.',
    money: 'Nothing changed; no money moved.',
    todo: 'Check which browser is the system’s default, and try again.',
  },
  'provider-denied': {
    happened: 'The social network did not confirm you: access was declined there.',
    money: 'Nothing changed; no money moved.',
    todo: 'Try again and allow access, or use another way to sign in.',
  },
  'provider-timeout': {
    happened: 'No answer came back from the browser.',
    money: 'Nothing changed; no money moved.',
    todo: 'Start again when you are ready.',
  },
  'provider-answer-invalid': {
    happened: 'The answer from the browser did not belong to this request and was not used.',
    money: 'Nothing changed; no money moved.',
    todo: 'Close that page in the browser and start again here.',
  },
  'session-locked': {
    happened: 'The program is locked.',
    money: 'You are still signed in; no money moved.',
    todo: 'Unlock it to go on.',
  },
  'statement-too-long': {
    happened: 'The statement is too long to be printed.',
    money: 'Nothing was written; no money moved.',
    todo: 'Choose a shorter period, or save it as XLSX or CSV.',
  },
  'file-not-saved': {
    happened: 'The file could not be saved.',
    money: 'Nothing else changed; no money moved.',
    todo: 'Choose another folder, or free some space on the disk.',
  },
  unexpected: {
    happened: 'Something went wrong that nobody foresaw.',
    money: 'No money moved.',
    todo: 'Try again; if it stays so, call the hotline.',
  },
  'payee-not-found': {
    happened: 'There is no contract and no smart card with this number.',
    money: 'No money moved.',
    todo: 'Compare the digits with the contract or with the card in the receiver.',
  },
  'contract-closed': {
    happened: 'This contract is closed and takes no more payments.',
    money: 'No money moved.',
    todo: 'Check the number. If it is right, call the hotline.',
  },
  'amount-invalid': {
    happened: 'This amount cannot be paid: it is below the least or above the most.',
    money: 'No money moved.',
    todo: 'Enter an amount within the limits shown.',
  },
  'method-unavailable': {
    happened: 'This way of paying is switched off just now.',
    money: 'No money moved.',
    todo: 'Choose another way.',
  },
  'method-limit': {
    happened: 'This is more than this way of paying takes today.',
    money: 'No money moved.',
    todo: 'Pay a smaller amount, or choose another way.',
  },
  'payment-open': {
    happened: 'Another payment is still under way, so a second one was not begun.',
    money: 'No money moved for the second one.',
    todo: 'Wait for the first one, or call it off.',
  },
  'payment-not-found': {
    happened: 'There is no such payment among yours.',
    money: 'No money moved.',
    todo: 'Look in the statement: every payment that came in stands there.',
  },
  'payment-not-settled': {
    happened: 'There is a receipt only once the payment is credited.',
    money: 'This payment is not credited yet.',
    todo: 'Wait for the message that it came in.',
  },
  'payment-system-unavailable': {
    happened: 'The payment system does not answer just now.',
    money: 'No money moved.',
    todo: 'Try again in a minute, or pay another way.',
  },
  'card-not-found': {
    happened: 'This card is not linked any more.',
    money: 'No money moved.',
    todo: 'Link it again with your next payment.',
  },
  'promise-refused': {
    happened: 'A promised payment is not possible now.',
    money: 'Nothing changed on the balance.',
    todo: 'See the reason: it says what lifts it.',
  },
  'promise-changed': {
    happened: 'The offer changed while you were looking at it.',
    money: 'Nothing changed on the balance.',
    todo: 'Look at the new amount and date, then confirm again.',
  },
  'idempotency-key-missing': {
    happened: 'This request lacks the mark that keeps it from being done twice.',
    money: 'No money moved.',
    todo: 'Update the program.',
  },
  'idempotency-key-reused': {
    happened: 'This request was already made with other details.',
    money: 'No money moved this time.',
    todo: 'Begin the payment anew.',
  },
  'idempotency-key-running': {
    happened: 'The same request is still being worked on.',
    money: 'It will not be charged twice.',
    todo: 'Wait a moment: the answer comes by itself.',
  },
  'payment-unknown': {
    happened: 'The connection broke during the payment.',
    money: 'We do not know yet whether the money moved. You will not be charged twice.',
    todo: 'Do not pay again. The program keeps asking and tells you.',
  },
  'outcome-unknown': {
    happened: 'The answer of the operator’s service was lost.',
    money: 'We do not know yet whether the change was made.',
    todo: 'Check what the program shows now before you repeat it.',
  },
  'payment-page-failed': {
    happened: 'The payment page did not open.',
    money: 'Nothing was confirmed there, so no money moved.',
    todo: 'Open it again, or call the payment off.',
  },
  'payment-page-refused': {
    happened: 'The payment page wanted to lead to an address that does not belong to it, so it was closed.',
    money: 'What you confirmed before may have been charged: the program is asking.',
    todo: 'Do not enter card details elsewhere. If it happens again, call the hotline.',
  },
  'payments-unreadable': {
    happened: 'The program’s note of a payment under way could not be read.',
    money: 'Money moves at most once all the same. The statement shows what came in.',
    todo: 'Look in the statement before you pay again.',
  },
};
