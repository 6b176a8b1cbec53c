import { spawn } from 'node:child_process';

/** @type {NodeJS.Signals[]} */
const PASSED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment of the child
 * @property {import('node:child_process').StdioOptions} [stdio] default `inherit`
 * @property {(line: string) => void} [onLine] called for each line of standard output; needs a piped stdout
 * @property {(line: string) => void} [onErrorLine] the same for standard error
 * @property {number} [timeoutMs] ends the child after this time (SIGTERM, 5 s later SIGKILL)
 * @property {string} [input] written to standard input; needs a piped stdin
 * @property {boolean} [shell]
 *
 * @typedef {object} RunResult
 * @property {number} status exit status; as in a shell, 128 + signal number when a signal ended it
 * @property {string} stdout empty unless piped
 * @property {string} stderr
 * @property {boolean} timedOut
 */

/** @param {NodeJS.Signals | null} signal */
function signalStatus(signal) {
  /** @type {Record<string, number>} */
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13, SIGTERM: 15 };
  return 128 + (numbers[signal ?? ''] ?? 1);
}

/**
 * Splits a stream's chunks into lines.
 *
 * @param {((line: string) => void) | undefined} onLine
 */
function lineSplitter(onLine) {
  let rest = '';
  return {
    /** @param {string} text */
    push(text) {
      if (!onLine) return;
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    },
    end() {
      if (rest && onLine) onLine(rest);
    },
  };
}

/**
 * Runs a program and waits for its end. Forwards signals to the child,
 * so that ending `npm start` leaves no window open.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>} never rejects on a bad exit status; rejects when the program cannot be started
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: options.stdio ?? 'inherit',
      shell: options.shell ?? false,
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    const outLines = lineSplitter(options.onLine);
    const errorLines = lineSplitter(options.onErrorLine);
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text;
      outLines.push(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stderr += text;
      errorLines.push(text);
    });
    if (options.input !== undefined) child.stdin?.end(options.input);

    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => child.kill(signal);
    for (const signal of PASSED_SIGNALS) process.on(signal, pass);

    /** @type {NodeJS.Timeout | undefined} */
    let hardStop;
    const softStop =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGTERM');
            hardStop = setTimeout(() => child.kill('SIGKILL'), 5_000);
          }, options.timeoutMs);

    const finish = () => {
      clearTimeout(softStop);
      clearTimeout(hardStop);
      for (const signal of PASSED_SIGNALS) process.off(signal, pass);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('close', (code, signal) => {
      finish();
      outLines.end();
      errorLines.end();
      resolve({ status: code ?? signalStatus(signal), stdout, stderr, timedOut });
    });
  });
}

/**
 * How to call npm: with the npm that runs this script, if there is one,
 * because `npm` on the PATH may be another version (and is a `.cmd` file on Windows).
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(args, env = process.env) {
  const npmCli = env['npm_execpath'];
  if (npmCli && /npm-cli\.[cm]?js$/.test(npmCli)) {
    // The Node that started npm: `npm ci` may delete the packaged one.
    return { command: env['npm_node_execpath'] ?? process.execPath, args: [npmCli, ...args], shell: false };
  }
  return { command: 'npm', args, shell: process.platform === 'win32' };
}
