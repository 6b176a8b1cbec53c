import { spawn } from 'node:child_process';
import { end, ended } from './child.ts';
import { electronExecutable } from './electron.ts';
import { projectRoot } from './paths.ts';
import { startOf, type LaunchOptions } from './program.ts';

const ENDS_WITHIN_MS = 60_000;

/**
 * Starts a second instance of the program with a deep link on the command
 * line, as the system does. It passes the link to the first instance and exits; resolves after its exit.
 */
export async function openLink(link: string, options: LaunchOptions): Promise<void> {
  const { args, env } = startOf({ ...options, args: [...(options.args ?? []), link] });
  const second = spawn(electronExecutable(), args, { env, cwd: projectRoot, stdio: 'ignore' });
  const late = setTimeout(() => void end(second, 'SIGKILL'), ENDS_WITHIN_MS);
  const { code } = await ended(second);
  clearTimeout(late);
  if (code !== 0) throw new Error(`The second start ended with ${String(code)}: no first one took the link.`);
}
