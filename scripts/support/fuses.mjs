/**
 * The fuses of a packaged program: electron-builder's names for them, and their encoding in the binary.
 */

/** Position of each fuse in the wire, by its name in electron-builder.yml. */
export const FUSES = {
  runAsNode: 0,
  enableCookieEncryption: 1,
  enableNodeOptionsEnvironmentVariable: 2,
  enableNodeCliInspectArguments: 3,
  enableEmbeddedAsarIntegrityValidation: 4,
  onlyLoadAppFromAsar: 5,
  loadBrowserProcessSpecificV8Snapshot: 6,
  grantFileProtocolExtraPrivileges: 7,
  wasmTrapHandlers: 8,
};

/** Not in electron-builder's list: bounds checks of WebAssembly memory by the processor, as Electron ships it. */
export const WASM_TRAP_HANDLERS = true;

const OFF = 48;
const ON = 49;

/**
 * Decodes the state of a fuse.
 *
 * @param {unknown} value a byte of the wire
 * @returns {boolean | undefined} undefined for a fuse that this Electron lacks or that was removed
 */
export function fuseState(value) {
  if (value === ON) return true;
  return value === OFF ? false : undefined;
}

/**
 * Lists the differences between the binary and the requested fuses. An unknown fuse is also reported: a new Electron may have added one.
 *
 * @param {Record<string, boolean | null | undefined>} wanted by name
 * @param {Record<number, unknown>} wire by position, as `getCurrentFuseWire` returns it
 * @returns {string[]}
 */
export function fuseProblems(wanted, wire) {
  /** @type {Record<string, string>} */
  const names = Object.fromEntries(Object.entries(FUSES).map(([name, place]) => [String(place), name]));
  return Object.keys(wire)
    .filter((place) => /^\d+$/.test(place))
    .flatMap((place) => {
      const name = names[place];
      const state = fuseState(wire[Number(place)]);
      if (state === undefined) return [];
      if (name === undefined) return [`fuse ${place} has no name here`];
      const wish = wanted[name];
      if (typeof wish !== 'boolean') return [`${name} is not listed`];
      return wish === state ? [] : [`${name} is ${state ? 'on' : 'off'}`];
    });
}
