import path from 'node:path';
import { utilityProcess, type UtilityProcess } from 'electron';
import type { EmbeddedOptions } from '#protocol/ipc/embedded.ts';

/** The child process as far as the start needs it: forked early, listened to as soon as this module is loaded. */
export interface EarlyChild {
  readonly child: UtilityProcess;
  readonly messages: unknown[];
  exitCode: number | null;
}

/** Starts the embedded service; what it says is kept until somebody listens. Free of schemas: the start calls it. */
export function forkEmbedded(appFolder: string, options: EmbeddedOptions): EarlyChild {
  const child = utilityProcess.fork(
    path.join(appFolder, 'dist', 'operator', 'embedded.cjs'),
    [JSON.stringify(options)],
    {
      serviceName: 'Operator service',
      stdio: 'ignore',
    },
  );
  const early: EarlyChild = { child, messages: [], exitCode: null };
  child.on('message', (message: unknown) => early.messages.push(message));
  child.on('exit', (code) => {
    early.exitCode = code;
  });
  return early;
}
