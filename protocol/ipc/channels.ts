/**
 * Names of the channels between renderer and main, one place for both ends and free of imports, so that the
 * preload stays a few kilobytes. `invoke`: asked by the renderer, answered once. `push`: told by main.
 */
export const invokeChannels = {
  signIn: 'session:sign-in',
  signOut: 'session:sign-out',
  sessionStatus: 'session:status',
  demoSubscribers: 'session:demo-subscribers',
  overview: 'overview:get',
  profile: 'profile:get',
  settings: 'settings:get',
  updateSettings: 'settings:update',
  serviceStatus: 'service:status',
  retryService: 'service:retry',
  notices: 'notices:list',
  dismissNotice: 'notices:dismiss',
  openLink: 'links:open',
  copyText: 'clipboard:copy',
  started: 'app:started',
} as const;
export type InvokeChannel = (typeof invokeChannels)[keyof typeof invokeChannels];

export const pushChannels = {
  sessionChanged: 'session:changed',
  serviceChanged: 'service:changed',
  settingsChanged: 'settings:changed',
  noticesChanged: 'notices:changed',
  dataChanged: 'data:changed',
  navigate: 'app:navigate',
} as const;
export type PushChannel = (typeof pushChannels)[keyof typeof pushChannels];
