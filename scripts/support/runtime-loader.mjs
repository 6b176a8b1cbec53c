/**
 * The source of `resources/app` in the test runtime: it starts the application folder given on the
 * command line, as the default application of an Electron download does. It is kept as text because
 * it runs inside Electron, not in this process.
 */

export const loaderManifest = `${JSON.stringify(
  { name: 'runtime-loader', version: '1.0.0', private: true, type: 'module', main: 'main.js' },
  null,
  2,
)}\n`;

export const loaderMain = `import { app, dialog } from 'electron';
import { existsSync, readFileSync, statSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = [];
let target;
const args = process.argv.slice(1);
for (let index = 0; index < args.length; index += 1) {
  const arg = args[index];
  if (arg === '--version' || arg === '-v') {
    console.log('v' + process.versions.electron);
    process.exit(0);
  } else if (arg === '-r' || arg === '--require') {
    index += 1;
    modules.push(args[index]);
  } else if (arg.startsWith('--app=')) {
    target = arg.slice('--app='.length);
    break;
  } else if (!arg.startsWith('-')) {
    target = arg;
    break;
  }
}

process.defaultApp = true;
// Loaded before the application: test drivers hook the application's start here.
if (modules.length > 0) Module._preloadModules(modules);

function refuse(reason) {
  console.error('This development runtime needs the folder of an application: ' + reason);
  app.exit(1);
}

if (target === undefined) {
  refuse('none was given.');
} else {
  const full = path.resolve(target);
  if (!existsSync(full)) {
    refuse(full + ' does not exist.');
  } else {
    let entry = full;
    if (statSync(full).isDirectory() || full.endsWith('.asar')) {
      const manifestFile = path.join(full, 'package.json');
      const manifest = existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, 'utf8')) : {};
      if (manifest.version) app.setVersion(manifest.version);
      const name = manifest.productName || manifest.name;
      if (name) app.setName(name);
      app.setDesktopName(manifest.desktopName || app.getName() + '.desktop');
      app.setAppPath(full);
      entry = Module._resolveFilename(full, null, true);
    } else {
      app.setAppPath(path.dirname(full));
    }
    try {
      await import(pathToFileURL(entry).href);
    } catch (error) {
      console.error(error && error.stack ? error.stack : error);
      app.whenReady().then(() => {
        if (process.env.CI === undefined && process.stderr.isTTY !== true) {
          dialog.showErrorBox('The program could not start', String(error && error.stack));
        }
        app.exit(1);
      });
    }
  }
}
`;
