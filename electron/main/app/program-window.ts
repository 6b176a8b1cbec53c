import { writeFile } from 'node:fs/promises';
import { app, nativeTheme, session, type BrowserWindow } from 'electron';
import { createCrashPolicy } from '../desktop/crash-policy.ts';
import { focusWindow, loadPage, openWindow, paintWindow, placeOf } from '../desktop/window.ts';
import { registerIpc } from '../ipc/register.ts';
import { forkEmbedded } from '../operator/embedded-fork.ts';
import type { Boot } from '../security/boot-page.ts';
import type { StartContext } from './context.ts';
import { deferred } from './deferred.ts';
import type { Start } from './prepare.ts';
import type { Program } from './program.ts';
import { createSettingsStore, systemLanguage, type SettingsStore } from '../storage/settings-store.ts';
import { later, monotonic } from './time.ts';

/** The page is given this long to ask for its files, or its first question, before the program is loaded anyway. */
const LOAD_ANYWAY_MS = 3_000;
/** A start whose first screen never says that it stands gets its menus all the same. */
const JOIN_ANYWAY_MS = 5_000;
const REMEMBER_AFTER_MS = 800;

function bootOf(start: Start, settings: SettingsStore, expectKept: boolean): Boot {
  const platform = process.platform === 'darwin' ? 'macos' : process.platform === 'win32' ? 'windows' : 'linux';
  const { language, theme } = settings.settings.get();
  return {
    language,
    theme,
    platform,
    version: start.version,
    session: expectKept ? 'restoring' : 'signed-out',
    profileJson: start.boot.fields.profileJson,
  };
}

/** Makes the window and begins to load its page; then, beside the page, the program behind it. */
export function openProgramWindow(start: Start): void {
  const { boot, flags, files, log, sequence } = start;
  const settings = createSettingsStore({
    boot: boot.fields,
    forced: flags.language,
    systemLanguage: systemLanguage(app.getPreferredSystemLanguages()),
    log,
  });
  nativeTheme.themeSource = settings.settings.get().theme;
  const expectKept = boot.fields.sessionKept;
  const served = deferred<undefined>();
  start.appFiles.serve(
    session.defaultSession,
    () => bootOf(start, settings, expectKept),
    (_name, toCome) => {
      sequence.mark('page-requested');
      if (toCome > 0) return;
      sequence.mark('page-served');
      served.resolve(undefined);
    },
  );
  const window = openWindow(start.appFolder, boot.fields.window, start.dev);
  start.window = window;
  sequence.mark('window-created');
  const program = deferred<Program>();
  const asked = deferred<undefined>();
  registerIpc({
    windowContentsId: () => (window.isDestroyed() ? null : window.webContents.id),
    dispatch: async () => {
      asked.resolve(undefined);
      return (await program.promise).dispatch;
    },
    log,
  });
  watchWindow(window, start, settings);
  loadPage(window);

  const fork = (): ReturnType<typeof forkEmbedded> =>
    forkEmbedded(start.appFolder, { dataFolder: files.operator, port: 0, demo: true });
  const embedded = flags.operatorOrigin === null;
  const standing = deferred<undefined>();
  const watchStart = createStartWatch(start, window, program.promise);
  const context: StartContext = {
    ...start,
    settings,
    window: () => (window.isDestroyed() ? null : window),
    focus: () => focusWindow(window),
    expectKept,
    forkService: fork,
    // A kept session asks for its figures at once; without one the page comes first and the service after it.
    earlyService: embedded && expectKept ? fork() : null,
    onStarted: (screen) => {
      standing.resolve(undefined);
      watchStart(screen);
    },
  };
  // Without a kept session the page asks its first question when its first paint is on screen: a window that is shown
  // has not been painted yet, and loading now would take the processor from that paint.
  const wanted = expectKept ? served : asked;
  const callOff = later(LOAD_ANYWAY_MS, () => wanted.resolve(undefined));
  later(JOIN_ANYWAY_MS, () => standing.resolve(undefined));
  void wanted.promise
    .then(async () => {
      callOff();
      await loadProgram(start, context, program.resolve, standing.promise);
    })
    .catch((error: unknown) => {
      log.error('program not loaded', { error });
      program.reject(error);
      app.exit(1);
    });
}

async function loadProgram(
  start: Start,
  context: StartContext,
  ready: (program: Program) => void,
  standing: Promise<unknown>,
): Promise<void> {
  const { createProgram } = await import('./program.ts');
  const program = createProgram(context);
  start.sequence.mark('program-loaded');
  ready(program);
  closeProperly(program);
  // Menus, notifications and the log file take the main thread too: they come when the first screen stands.
  await standing;
  const { joinDesktop } = await import('./desktop.ts');
  joinDesktop(context, program);
  const { writeLogToFile } = await import('../logging/log-file.ts');
  writeLogToFile(start.log, start.files.folder);
  // A run in a folder of its own is not the one that a person's links should open.
  if (app.isPackaged && start.flags.profile === null) {
    const { registerScheme } = await import('../desktop/scheme-registration.ts');
    registerScheme(start.log);
  }
}

/** Ends with a goodbye: a session that is not kept ends at the service, the service closes its database. */
function closeProperly(program: Program): void {
  let closing = false;
  app.on('before-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    void program
      .close()
      .catch(() => undefined)
      .then(() => app.exit(0));
  });
}

function watchWindow(window: BrowserWindow, start: Start, settings: SettingsStore): void {
  const { log, sequence } = start;
  window.once('ready-to-show', () => {
    window.show();
    sequence.mark('window-shown');
  });
  window.webContents.once('did-finish-load', () => sequence.mark('page-loaded'));
  settings.settings.watch(({ theme }) => {
    nativeTheme.themeSource = theme;
  });
  nativeTheme.on('updated', () => paintWindow(window));

  let callOff: (() => void) | null = null;
  const remember = (): void => {
    callOff?.();
    callOff = null;
    if (!window.isDestroyed()) settings.rememberWindow(placeOf(window));
  };
  const soon = (): void => {
    callOff?.();
    callOff = later(REMEMBER_AFTER_MS, remember);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('close', remember);
  // Quitting may end the process before the window is told to close.
  app.on('before-quit', remember);
  window.on('closed', () => {
    callOff?.();
    start.window = null;
  });
  app.on('window-all-closed', () => app.quit());

  const crashes = createCrashPolicy({ tries: 3, windowMs: 60_000, firstMs: 500, now: monotonic });
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('page gone', { reason, exitCode });
    if (reason === 'clean-exit') return;
    const wait = crashes.next();
    if (wait !== null) later(wait, () => window.isDestroyed() || loadPage(window));
  });
  window.on('unresponsive', () => log.warn('page does not answer'));
  window.on('responsive', () => log.info('page answers again'));
}

/** Notes when the screens stand usable; ends a smoke run, takes the asked picture, writes the start's report. */
function createStartWatch(
  start: Start,
  window: BrowserWindow,
  program: Promise<Program>,
): (screen: 'sign-in' | 'overview') => void {
  const { flags, log, sequence } = start;
  const seen = new Set<string>();
  const act = async (screen: 'sign-in' | 'overview'): Promise<void> => {
    if (flags.startupReport !== null) {
      await writeFile(flags.startupReport, `${JSON.stringify(sequence.report())}\n`);
    }
    if (!flags.smoke && (flags.screenshot === null || seen.size > 1)) return;
    const smoke = await import('./smoke.ts');
    if (flags.smoke && screen === 'sign-in') {
      await smoke.signInForSmoke(await program);
      return;
    }
    const picture = flags.screenshot === null ? null : await smoke.takePicture(window, flags.screenshot);
    if (flags.smoke) {
      await smoke.tellDashboard(picture);
      app.quit();
    } else if (picture !== null) {
      await smoke.tellPicture(picture);
    }
  };
  return (screen) => {
    if (seen.has(screen)) return;
    seen.add(screen);
    sequence.mark(screen === 'sign-in' ? 'sign-in-usable' : 'overview-usable');
    act(screen).catch((error: unknown) => {
      log.error('start watch failed', { error });
      if (!flags.smoke) return;
      process.stderr.write(`${error instanceof Error ? error.message : 'smoke failed'}\n`);
      app.exit(1);
    });
  };
}
