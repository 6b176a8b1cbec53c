import { app, net, powerMonitor, screen, type BrowserWindow } from 'electron';
import { events, type OperatorEvent } from '#protocol/events/events.ts';
import type { LinkRequest } from '#protocol/ipc/state.ts';
import type { Screen } from '#protocol/topics.ts';
import { createActivityFilter } from '../desktop/activity.ts';
import { createEventReporter } from '../desktop/event-reporter.ts';
import { setMenus } from '../desktop/menus.ts';
import { createNotifier } from '../desktop/notifications.ts';
import { createEventStream } from '../operator/event-stream.ts';
import type { StartContext } from './context.ts';
import type { Program } from './program.ts';
import { later } from './time.ts';

/** How often it is looked whether the computer is on the network again. */
const NETWORK_LOOK_MS = 1_500;

/** Connects the program with the desktop: menus, notifications, idling, sleep and network. */
export function joinDesktop(context: StartContext, program: Program): void {
  const { log, settings } = context;
  const { idle, sessionManager, line, outside, sendMessage } = program;
  const locked = (): boolean => sessionManager.status.get().state === 'locked';
  const navigate = (screen: Screen, contractNumber: string | null = null): void => {
    context.focus();
    sendMessage('app.navigate', { screen, contractNumber: locked() ? null : contractNumber });
  };
  let demo = false;
  const menus = (): void => {
    const actions = {
      navigate,
      open: (target: LinkRequest['target']) => void outside.open({ target }),
      quit: () => app.quit(),
    };
    setMenus(settings.settings.get().language, actions, { dev: context.dev, demo });
  };
  menus();
  settings.settings.watch(menus);
  const lookForDemo = async (): Promise<void> => {
    // What is a demo stays one; its pages are offered for as long as the program runs.
    if (demo || line.status.get().state !== 'up' || !(await outside.offersDemo())) return;
    demo = true;
    menus();
  };
  line.status.watch(() => void lookForDemo());
  void lookForDemo();

  const notify = createNotifier(log);
  const reporter = createEventReporter({
    language: () => settings.settings.get().language,
    veiled: locked,
    now: program.serviceNow,
    later,
    show: (text, contractNumber, about) => notify(text, () => navigate(screenOf(about), contractNumber)),
  });
  const stream = createEventStream({
    fetch: program.fetch,
    origin: () => line.origin(),
    // Also while locked: that the session was ended elsewhere is heard, and that there is news.
    authorized: (ask) => sessionManager.beneathLock(ask),
    lastEventId: () => sessionManager.lastEventId(),
    setLastEventId: (id) => sessionManager.setLastEventId(id),
    onEvent: (event) => {
      reporter.report(event);
      if (event.type === 'payment-changed') program.payments.paymentChanged(event.paymentId);
      program.dataChanges.add(events[event.type].changes, event.contractNumber);
    },
    onOpen: () => {
      void program.payments.refreshAll();
      program.dataChanges.add(['overview', 'money'], null);
    },
    onEnded: (code) => sessionManager.ended(code),
    random: Math.random,
    log,
  });

  let streaming: string | null = null;
  let streamed = '';
  const follow = (): void => {
    const session = sessionManager.current()?.id ?? null;
    if (!locked()) reporter.opened();
    const status = sessionManager.status.get();
    const contracts =
      status.state === 'signed-in' ? status.account.contracts.map(({ number }) => number).join() : streamed;
    const more = contracts !== streamed;
    streamed = contracts;
    if (session === streaming) {
      // The service tells of the contracts that the account had when the stream was opened.
      if (more && session !== null) stream.renew();
      return;
    }
    streaming = session;
    if (session === null) {
      stream.stop();
      reporter.reset();
    } else {
      stream.start();
    }
  };
  sessionManager.status.watch(follow);
  follow();

  const window = context.window();
  if (window) watchActivity(window, () => idle.active());
  let sleptAt: number | null = null;
  powerMonitor.on('suspend', () => {
    sleptAt = Date.now();
    idle.fallsAsleep();
  });
  powerMonitor.on('resume', () => {
    if (sleptAt !== null) idle.wakes(Date.now() - sleptAt);
    sleptAt = null;
    void line.look();
    stream.renew();
  });
  let online = net.isOnline();
  setInterval(() => {
    const now = net.isOnline();
    if (now && !online) {
      void line.look();
      stream.renew();
    }
    online = now;
  }, NETWORK_LOOK_MS).unref();
}

/** The screen of a notification; of several events, or while locked: the overview. */
function screenOf(type: OperatorEvent['type'] | null): Screen {
  return type === null ? 'overview' : events[type].screen;
}

function watchActivity(window: BrowserWindow, active: () => void): void {
  const isActive = createActivityFilter(() => screen.getCursorScreenPoint());
  window.webContents.on('input-event', (_event, { type }) => {
    if (isActive(type)) active();
  });
}
