/** Why the program's page needs none of them; a permission missing here is denied too. */
export const permissionReasons: Readonly<Record<string, string>> = {
  media: 'evidence comes from the phone or from files',
  geolocation: 'the address of a contract is on record',
  notifications: 'main shows notifications, the page does not',
  'clipboard-read': 'pasting is the person’s own act; nothing reads the clipboard unasked',
  'clipboard-sanitized-write': 'copying goes through a verb of main',
  'display-capture': 'nothing is recorded from the screen',
  mediaKeySystem: 'nothing is played',
  midi: 'no use',
  midiSysex: 'no use',
  pointerLock: 'no use',
  keyboardLock: 'no use',
  fullscreen: 'the window’s own button does it',
  openExternal: 'links leave through the one gateway',
  'window-management': 'main remembers the window’s place',
  'idle-detection': 'main watches idling on a shared computer',
  'speaker-selection': 'no sound',
  'storage-access': 'the page stores nothing',
  'top-level-storage-access': 'the page stores nothing',
  fileSystem: 'files are picked through main',
  hid: 'no devices',
  serial: 'no devices',
  usb: 'no devices',
  bluetooth: 'no devices',
  sensors: 'no devices',
  'background-sync': 'no service worker',
  unknown: 'what has no name is not given',
};

/** Always no, with the reason for the log. */
export function permissionDenied(permission: string): { readonly granted: false; readonly reason: string } {
  return { granted: false, reason: permissionReasons[permission] ?? 'not in the table' };
}
