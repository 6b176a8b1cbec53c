/**
 * Runs the program for development: the renderer from Vite's development server with hot reload; main, preload and
 * operator are rebuilt at each change and the program is restarted (for preload, the page is reloaded).
 *
 * Usage: npm run dev [-- switches for the program]
 *
 * Ends when the program ends.
 */
import './bootstrap.mjs';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { withDisplay } from './display.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { ensureLinux, ensureSandbox } from './linux-libraries.mjs';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { say } from './support/say.mjs';
import { programArguments } from './support/start-protocol.mjs';

/** The folder that Electron starts: a manifest like the program's own, next to the development builds (vite.config.ts). */
const appFolder = path.join(projectRoot, '.cache', 'dev');
const HOST = '127.0.0.1';
/** A program that has not ended by itself after this time is killed. */
const STOP_BOUND_MS = 8_000;

function writeManifest() {
  const {
    name,
    productName,
    desktopName,
    version,
    main: entry,
  } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  mkdirSync(appFolder, { recursive: true });
  writeFileSync(
    path.join(appFolder, 'package.json'),
    JSON.stringify({ name, productName, desktopName, version, main: entry, private: true }, null, 2),
  );
}

/**
 * Finds a free port. It must be known before the server starts, because the page has a different origin and needs the port of
 * Vite's WebSocket.
 *
 * @returns {Promise<number>}
 */
async function freePort() {
  const probe = net.createServer().listen(0, HOST);
  await once(probe, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

/** @returns {import('node:child_process').ChildProcess | undefined} the process that vite-plugin-electron started */
function runningProgram() {
  return /** @type {{ electronApp?: import('node:child_process').ChildProcess }} */ (process).electronApp;
}

/** @param {string[]} given switches for the program */
async function dev(given) {
  const runtime = await resolveElectron();
  await ensureLinux(runtime);
  await ensureSandbox(runtime);
  writeManifest();
  return withDisplay(async (env) => {
    const port = await freePort();
    Object.assign(process.env, env, {
      ELECTRON_OVERRIDE_DIST_PATH: runtime.dist,
      PLUS_CABINET_DEV_ARGUMENTS: JSON.stringify(
        programArguments({
          given: [`--dev-server=http://${HOST}:${port}`, ...given],
          appFolder,
          profile: undefined,
          screenshot: undefined,
          root: process.platform === 'linux' && process.getuid?.() === 0,
        }),
      ),
    });
    const { createServer } = await import('vite');
    const server = await createServer({
      configFile: path.join(projectRoot, 'vite.config.ts'),
      server: { port, strictPort: true, ws: { clientPort: port } },
    });
    // Vite would end this process immediately, without waiting for the program.
    process.removeAllListeners('SIGTERM');
    const stopped = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
    await server.listen();
    say(`the development server is at http://${HOST}:${port}, the program starts when its parts are built`);
    await stopped;
    const program = runningProgram();
    // Closing the server ends the program.
    await server.close();
    if (program && program.exitCode === null && program.signalCode === null) {
      const kill = setTimeout(() => program.kill('SIGKILL'), STOP_BOUND_MS);
      await once(program, 'exit');
      clearTimeout(kill);
    }
    return 0;
  });
}

await main(async () => {
  const status = await dev(process.argv.slice(2));
  // The watchers of the builds would keep this process alive.
  process.exit(status);
});
