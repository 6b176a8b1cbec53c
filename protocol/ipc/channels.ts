/**
 * Names of the channels between renderer and main, one place for both ends and free of imports, so that the
 * preload stays a few kilobytes. `invoke`: asked by the renderer, answered once. `push`: told by main.
 */
export const invokeChannels = {
  signIn: 'session:sign-in',
  signOut: 'session:sign-out',
  sessionStatus: 'session:status',
  signInThrough: 'session:sign-in-through',
  showBrowser: 'session:show-browser',
  confirmTwoStep: 'session:confirm-two-step',
  confirmLink: 'session:confirm-link',
  cancelSignIn: 'session:cancel-sign-in',
  stay: 'session:stay',
  lock: 'session:lock',
  unlock: 'session:unlock',
  register: 'registration:begin',
  registrationLetter: 'registration:letter',
  confirmRegistration: 'registration:confirm',
  askPasswordReset: 'password-reset:ask',
  completePasswordReset: 'password-reset:complete',
  completeRegistration: 'account:complete-registration',
  openedForm: 'door:opened-form',
  closeForm: 'door:close-form',
} as const;
export type InvokeChannel = (typeof invokeChannels)[keyof typeof invokeChannels];

export const pushChannels = {
  sessionChanged: 'session:changed',
  idleWarning: 'session:idle-warning',
  formOpened: 'door:form-opened',
} as const;
export type PushChannel = (typeof pushChannels)[keyof typeof pushChannels];
