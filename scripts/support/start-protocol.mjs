/**
 * The interface between start.mjs and the program: command line and standard output.
 *
 * @typedef {{ smoke?: string, screenshot?: string }} ProgramReport
 */

/**
 * @param {object} options
 * @param {string[]} options.given switches from the user's command line; they take precedence
 * @param {string} options.appFolder
 * @param {string | undefined} options.profile folder of a temporary profile
 * @param {string | undefined} options.screenshot file for a screenshot of the first screen
 * @param {boolean} options.root whether Chromium's sandbox refuses to run because the process is root
 * @returns {string[]}
 */
export function programArguments({ given, appFolder, profile, screenshot, root }) {
  /** @param {string} name */
  const has = (name) => given.some((arg) => arg === name || arg.startsWith(`${name}=`));
  return [
    ...(root && !has('--no-sandbox') ? ['--no-sandbox'] : []),
    appFolder,
    ...(profile && !has('--user-data-dir') ? [`--user-data-dir=${profile}`] : []),
    ...(screenshot && !has('--screenshot') ? [`--screenshot=${screenshot}`] : []),
    ...given,
  ];
}

/**
 * Parses the program's report line; undefined for every other line.
 *
 * @param {string} line
 * @returns {ProgramReport | undefined}
 */
export function programReport(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line);
    const known = typeof value.smoke === 'string' || typeof value.screenshot === 'string';
    return known ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Chromium's messages on a machine without graphics card and message bus; the user cannot act on them. */
const HEADLESS_NOISE =
  /^\[\d+:\d+\/\d+\.\d+:ERROR:(bus|viz_main_impl|shared_image_interface_proxy|one_copy_raster_buffer_provider|gpu_[a-z_]+|command_buffer_[a-z_]+)\.cc/;

/**
 * Whether a line of standard error only reports a missing desktop.
 *
 * @param {string} line
 * @returns {boolean}
 */
export function headlessNoise(line) {
  return HEADLESS_NOISE.test(line);
}

/**
 * Why a smoke run failed, in one sentence; undefined when it succeeded.
 *
 * @param {{ status: number, timedOut: boolean, timeoutMs: number, reached: string | undefined, picture: boolean }} outcome
 * @returns {string | undefined}
 */
export function smokeFailure({ status, timedOut, timeoutMs, reached, picture }) {
  if (timedOut) return `smoke: the dashboard did not appear within ${timeoutMs / 1000} s`;
  if (status !== 0) return `smoke: the program ended with status ${status}`;
  if (reached !== 'dashboard') return 'smoke: the program ended without showing the dashboard';
  if (!picture) return 'smoke: the program wrote no picture of the dashboard';
  return undefined;
}
