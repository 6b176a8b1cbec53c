import type { CabinetBridge } from '#protocol/ipc/bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly cabinet: CabinetBridge;
  }
}

/** The one door of the renderer to main: verbs by domain, each answers a `Result`, none throws. */
export const bridge: CabinetBridge = window.cabinet;
