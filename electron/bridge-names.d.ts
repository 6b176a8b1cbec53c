declare module 'virtual:bridge-names' {
  import type { BridgeNames } from '#protocol/ipc/names.ts';

  /** Names of the bridge's verbs and messages, by domain; written by the build. */
  export const bridgeNames: BridgeNames;
}
