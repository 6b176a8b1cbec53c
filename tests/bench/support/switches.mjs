/**
 * `--name 12` among a benchmark's own switches.
 *
 * @param {readonly string[]} args
 * @param {string} name
 * @returns {number | undefined} undefined: not given
 */
export function wholeSwitch(args, name) {
  const at = args.indexOf(`--${name}`);
  if (at === -1) return undefined;
  const value = Number(args[at + 1]);
  if (!Number.isSafeInteger(value) || value <= 0) throw new Error(`--${name} needs a whole number`);
  return value;
}
