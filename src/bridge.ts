import type { CabinetBridge } from '#protocol/ipc/bridge-types.ts';

declare global {
  interface Window {
    /** Exposed by the preload script. */
    readonly cabinet: CabinetBridge;
  }
}

/** The renderer's only access to the main process: verbs by domain. Each answers a `Result`; none throws. */
export const bridge: CabinetBridge = window.cabinet;
