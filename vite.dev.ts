/* What vite.config.ts uses in development alone: the restart of Electron and plugins of the development server. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Plugin } from 'vite';
import type { MultiEnvElectronOptions } from 'vite-plugin-electron/multi-env';

/** Called by vite-plugin-electron after a rebuild. */
export type OnStart = NonNullable<MultiEnvElectronOptions['onstart']>;
type Startup = Parameters<OnStart>[0]['startup'];

/** A program that does not end by itself in this time is killed before its successor starts. */
const STOP_BOUND_MS = 8_000;
let starting: Promise<unknown> = Promise.resolve();

/** The program as vite-plugin-electron keeps it. */
const running = (): ChildProcess | undefined => (process as { electronApp?: ChildProcess }).electronApp;

/**
 * Starts Electron with the arguments from scripts/dev.mjs. A running program ends first: it holds the lock
 * that allows one instance for each profile.
 */
function restart(startup: Startup): void {
  starting = starting.then(async () => {
    const program = running();
    if (program && program.exitCode === null && program.signalCode === null) {
      // vite-plugin-electron ends this process together with the program.
      program.removeAllListeners('exit');
      const ended = once(program, 'exit');
      program.kill();
      const kill = setTimeout(() => program.kill('SIGKILL'), STOP_BOUND_MS);
      await ended;
      clearTimeout(kill);
    }
    const given = process.env['PLUS_CABINET_DEV_ARGUMENTS'];
    if (given === undefined) throw new Error('Start the development server with `npm run dev`.');
    await startup(JSON.parse(given) as string[]);
  });
}

/** Reloads the page, which loads the new preload. */
export const reloadPage: OnStart = ({ startup, reload }) => {
  if (running()) reload();
  else restart(startup);
};

/** Restarts the program. */
export const restartProgram: OnStart = ({ startup }) => restart(startup);

/** Takes out links to files that have another address on the development server. */
export function withoutPreloads(): Plugin {
  return {
    name: 'without-preloads',
    apply: 'serve',
    transformIndexHtml: { order: 'pre', handler: (html) => html.replace(/<link\b[^>]*\bdata-for=[^>]*>/g, '') },
  };
}

/** An edited file of texts sends its old and new words to src/app/i18n/i18n.ts and reloads no component. */
export function hotTexts(): Plugin {
  return {
    name: 'hot-texts',
    apply: 'serve',
    transform: {
      filter: { id: /\/src\/.*\/texts\.(ru|en|sv)\.ts$/ },
      handler(code, id) {
        const words = /(ru|en|sv)\.ts$/.exec(id)?.[1] ?? '';
        const detail = `{ before: ${words}, after: next.${words} }`;
        return `${code}\nimport.meta.hot.accept((next) => {
          if (next) dispatchEvent(new CustomEvent('edited-words', { detail: ${detail} }));
        });`;
      },
    },
  };
}
