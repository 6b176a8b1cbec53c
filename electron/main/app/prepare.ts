import { app, dialog, Menu, type BrowserWindow } from 'electron';
import { ownArguments } from '../desktop/deep-links.ts';
import { openAppFiles, registerAppScheme, type AppFiles } from '../security/app-scheme.ts';
import { openDevFiles } from '../security/dev-files.ts';
import { devServerBuild, devServerOrigin } from '../security/dev-server.ts';
import { createLinkForms, type LinkForms } from '../session/link-forms.ts';
import { readBootFile, type BootFile } from '../storage/boot-file.ts';
import { createLateLog, type LateLog } from '../logging/log.ts';
import { createNotices, type Notices } from './notices.ts';
import { profileFiles, type ProfileFiles } from './profile-folder.ts';
import { readFlags, type Flags } from './flags.ts';
import { createStartSequence, type StartSequence } from './start-sequence.ts';
import path from 'node:path';

/** What is known before Electron is ready. */
export interface Start {
  readonly appFolder: string;
  readonly version: string;
  readonly dev: boolean;
  /** Origin of the development server; null unless `npm run dev` started the program. */
  readonly devServer: string | null;
  readonly flags: Flags;
  readonly files: ProfileFiles;
  readonly boot: BootFile;
  readonly appFiles: AppFiles;
  readonly log: LateLog;
  readonly notices: Notices;
  readonly sequence: StartSequence;
  /** Links from letters come from the first moment on, long before there is a page to show their form. */
  readonly linkForms: LinkForms;
  /** The window, once there is one. */
  window: BrowserWindow | null;
}

/** Features of Chromium that the program has no use for: each costs start-up time or memory, none is a protection. */
const unusedFeatures = [
  'MediaRouter',
  'HardwareMediaKeyHandling',
  'MediaSessionService',
  'GlobalMediaControls',
  'Translate',
  'AutofillServerCommunication',
  'SpareRendererForSitePerProcess',
];

function setSwitches(): void {
  const { commandLine } = app;
  const given = commandLine.getSwitchValue('disable-features');
  commandLine.appendSwitch('disable-features', [given, ...unusedFeatures].filter((name) => name !== '').join(','));
  // The page comes from the program; a second copy of it on disk is of no use.
  commandLine.appendSwitch('disable-http-cache');
  // Their connections are shared, and Chromium repeats a POST on a shared connection that breaks (network-stack.ts).
  commandLine.appendSwitch('disable-http2');
  commandLine.appendSwitch('disable-quic');
}

/** The switches; one that may not be used is said in a box (on Linux, before Electron is ready: on standard error) and ends the program. */
function flagsOrEnd(): Flags {
  try {
    return readFlags(ownArguments(process.argv), process.env);
  } catch (error) {
    dialog.showErrorBox(app.getName(), error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

/** Reads what the start needs and sets what has to be set before Electron is ready. */
export function prepare(): Start {
  const sequence = createStartSequence(performance.timeOrigin, () => performance.timeOrigin + performance.now());
  const log = createLateLog(() => Date.now());
  const flags = flagsOrEnd();
  if (flags.profile !== null) app.setPath('userData', path.resolve(flags.profile));
  registerAppScheme();
  setSwitches();
  // Electron's own menu would be built and thrown away; ours is set after the first paint.
  Menu.setApplicationMenu(null);
  const files = profileFiles(app.getPath('userData'));
  const appFolder = app.getAppPath();
  const version = app.getVersion();
  const notices = createNotices(() => Date.now());
  const devServer = devServerBuild ? devServerOrigin(process.argv, app.isPackaged) : null;
  return {
    appFolder,
    version,
    dev: !app.isPackaged,
    devServer,
    flags,
    files,
    boot: readBootFile(files.folder, version),
    appFiles:
      devServerBuild && devServer !== null
        ? openDevFiles(devServer)
        : openAppFiles(path.join(appFolder, 'dist', 'renderer')),
    log,
    notices,
    sequence,
    linkForms: createLinkForms(),
    window: null,
  };
}
