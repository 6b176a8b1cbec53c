import dbus from 'dbus-next';

/** A notification that the desktop received. */
export interface ShownNotification {
  readonly id: number;
  readonly appName: string;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
}

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
/** NotificationClosed: closed by the user (Desktop Notifications Specification 1.2, table 8). */
const DISMISSED = 2;

/** The desktop's side of `org.freedesktop.Notifications` (Desktop Notifications Specification 1.2). */
class Desktop extends dbus.interface.Interface {
  readonly shown: ShownNotification[] = [];
  #lastId = 0;

  constructor() {
    super(NAME);
  }

  Notify(appName: string, replaces: number, _icon: string, summary: string, body: string, actions: string[]): number {
    const id = replaces === 0 ? (this.#lastId += 1) : replaces;
    this.shown.push({ id, appName, summary, body, actions });
    return id;
  }

  CloseNotification(): void {
    // No notification is visible here.
  }

  GetCapabilities(): string[] {
    return ['actions', 'body', 'persistence'];
  }

  GetServerInformation(): string[] {
    return ['Test desktop', 'Plus Cabinet', '1.0', '1.2'];
  }

  ActionInvoked(id: number, action: string): [number, string] {
    return [id, action];
  }

  NotificationClosed(id: number, reason: number): [number, number] {
    return [id, reason];
  }
}

Desktop.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u', outSignature: '' },
    GetCapabilities: { inSignature: '', outSignature: 'as' },
    GetServerInformation: { inSignature: '', outSignature: 'ssss' },
  },
  signals: {
    ActionInvoked: { signature: 'us' },
    NotificationClosed: { signature: 'uu' },
  },
});

/** Receives the program's real notifications on a bus and clicks them as a user would. */
export class NotificationServer {
  readonly #bus: dbus.MessageBus;
  readonly #desktop: Desktop;

  constructor(bus: dbus.MessageBus, desktop: Desktop) {
    this.#bus = bus;
    this.#desktop = desktop;
  }

  get shown(): readonly ShownNotification[] {
    return this.#desktop.shown;
  }

  /** Clicks the notification: invokes its action `default`, after which the desktop closes it. */
  click(notification: ShownNotification): void {
    this.#desktop.ActionInvoked(notification.id, 'default');
    this.#desktop.NotificationClosed(notification.id, DISMISSED);
  }

  stop(): void {
    this.#bus.disconnect();
  }
}

/** Starts a notification server on the bus. */
export async function startNotificationServer(address: string): Promise<NotificationServer> {
  const bus = dbus.sessionBus({ busAddress: address });
  const desktop = new Desktop();
  bus.export(PATH, desktop);
  await bus.requestName(NAME, dbus.NameFlag.DO_NOT_QUEUE);
  return new NotificationServer(bus, desktop);
}
