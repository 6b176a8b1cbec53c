/**
 * Reads `--name 12` from a benchmark's switches.
 *
 * @param {readonly string[]} args
 * @param {string} name
 * @returns {number | undefined} undefined if missing
 */
export function wholeSwitch(args, name) {
  const at = args.indexOf(`--${name}`);
  if (at === -1) return undefined;
  const value = Number(args[at + 1]);
  if (!Number.isSafeInteger(value) || value <= 0) throw new Error(`--${name} needs a whole number`);
  return value;
}
