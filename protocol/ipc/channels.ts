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
  confirmEmail: 'account:confirm-email',
  completeRegistration: 'account:complete-registration',
  security: 'account:security',
  changePassword: 'account:change-password',
  changeEmail: 'account:change-email',
  changePhone: 'account:change-phone',
  confirmPhone: 'account:confirm-phone',
  setAdvertisingConsent: 'account:set-advertising-consent',
  devices: 'account:devices',
  endDevice: 'account:end-device',
  endOtherDevices: 'account:end-other-devices',
  linkIdentity: 'account:link-identity',
  unlinkIdentity: 'account:unlink-identity',
  beginTwoStep: 'account:begin-two-step',
  confirmTwoStepSetup: 'account:confirm-two-step-setup',
  newRecoveryCodes: 'account:new-recovery-codes',
  turnTwoStepOff: 'account:turn-two-step-off',
  accountData: 'account:data',
  saveAccountData: 'account:save-data',
  deleteAccount: 'account:delete',
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
