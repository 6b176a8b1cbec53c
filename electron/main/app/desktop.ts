import { app, net, powerMonitor, screen, type BrowserWindow } from 'electron';
import type { OperatorEvent } from '#protocol/events/events.ts';
import type { LinkRequest, Navigation } from '#protocol/ipc/state.ts';
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
  const { idle, keeper, line, outside, sendMessage } = program;
  const locked = (): boolean => keeper.status.get().state === 'locked';
  const navigate = (screen: Navigation['screen'], contractNumber: string | null = null): void => {
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
  const refetch = (contractNumber: string | null): void => {
    // Nobody shows anything of a locked account; after it is unlocked all is asked anew.
    if (!locked()) sendMessage('data.changed', { topics: ['overview', 'money'], contractNumber });
  };
  const stream = createEventStream({
    origin: () => line.origin(),
    // Also while locked: that the session was ended elsewhere is heard, and that there is news.
    authorized: (ask) => keeper.beneathLock(ask),
    lastEventId: () => keeper.lastEventId(),
    setLastEventId: (id) => keeper.setLastEventId(id),
    onEvent: (event) => {
      reporter.report(event);
      if (event.type === 'payment-changed') program.payments.heard(event.paymentId);
      refetch(event.contractNumber);
    },
    onOpen: () => {
      void program.payments.askAll();
      refetch(null);
    },
    onEnded: (code) => keeper.ended(code),
    random: Math.random,
    log,
  });

  let streaming: string | null = null;
  let streamed = '';
  const follow = (): void => {
    const session = keeper.current()?.id ?? null;
    if (!locked()) reporter.opened();
    const status = keeper.status.get();
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
  keeper.status.watch(follow);
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

/** The screen where what happened can be seen, or set; anything else is seen in the overview. */
const screens: Readonly<Partial<Record<OperatorEvent['type'], Navigation['screen']>>> = {
  'top-up-refunded': 'statement',
  'promise-taken': 'statement',
  'promise-returned': 'statement',
  'payment-changed': 'top-up',
  'autopay-announced': 'top-up',
};

/** Of several events, or behind the lock: the overview. */
function screenOf(about: OperatorEvent['type'] | null): Navigation['screen'] {
  return (about === null ? undefined : screens[about]) ?? 'overview';
}

function watchActivity(window: BrowserWindow, active: () => void): void {
  const isActive = createActivityFilter(() => screen.getCursorScreenPoint());
  window.webContents.on('input-event', (_event, { type }) => {
    if (isActive(type)) active();
  });
}
