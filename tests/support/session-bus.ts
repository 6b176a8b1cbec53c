import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import dbus from 'dbus-next';
import { end, ended, Output } from './child.ts';

/**
 * A separate D-Bus session bus for the test: no service of the desktop is on it, and no service is started on
 * demand (no service folders), so that there is no key store or notification server until a test starts one.
 */
export class SessionBus {
  readonly address: string;
  readonly folder: string;
  readonly #daemon: ChildProcess;
  #keyring: ChildProcess | undefined;

  constructor(address: string, folder: string, daemon: ChildProcess) {
    this.address = address;
    this.folder = folder;
    this.#daemon = daemon;
  }

  /** Environment variables for programs on this bus. The bus's folder holds their key rings. */
  get env(): NodeJS.ProcessEnv {
    return {
      DBUS_SESSION_BUS_ADDRESS: this.address,
      XDG_RUNTIME_DIR: path.join(this.folder, 'run'),
    };
  }

  /**
   * A module that Electron loads before the program (`-r`). Playwright sets Chromium's key store to `basic`
   * after the command line was read; this restores the value of the command line.
   */
  get keyStoreSwitch(): string {
    return path.join(this.folder, 'key-store.cjs');
  }

  /** Starts gnome-keyring's secret service on this bus, unlocked. */
  async startKeyring(): Promise<void> {
    const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env: {
        ...process.env,
        ...this.env,
        HOME: this.folder,
        XDG_DATA_HOME: path.join(this.folder, 'data'),
        XDG_CACHE_HOME: path.join(this.folder, 'cache'),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#keyring = keyring;
    const output = new Output(keyring.stdout, keyring.stderr);
    // It reads the password from standard input and continues after its end.
    keyring.stdin.end('the tests own this key ring');
    await Promise.race([
      nameTaken(this.address, 'org.freedesktop.secrets'),
      ended(keyring).then(() => {
        throw new Error(`The key ring ended: ${output.text}`);
      }),
    ]);
  }

  /** Stops the secret service, as when the user changes the desktop or the key store breaks. */
  async stopKeyring(): Promise<void> {
    if (this.#keyring) await end(this.#keyring, 'SIGTERM');
    this.#keyring = undefined;
  }

  async stop(): Promise<void> {
    await this.stopKeyring();
    await end(this.#daemon, 'SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Resolves when the name has an owner on the bus. Queried after subscribing, so that no change is missed. */
async function nameTaken(address: string, name: string): Promise<void> {
  const bus = dbus.sessionBus({ busAddress: address });
  try {
    const object = await bus.getProxyObject('org.freedesktop.DBus', '/org/freedesktop/DBus');
    const daemon = object.getInterface('org.freedesktop.DBus');
    await new Promise<void>((resolve, reject) => {
      daemon.on('NameOwnerChanged', (changed: string, _old: string, owner: string) => {
        if (changed === name && owner !== '') resolve();
      });
      const ask = daemon['NameHasOwner'] as (name: string) => Promise<boolean>;
      ask(name).then((taken) => {
        if (taken) resolve();
      }, reject);
    });
  } finally {
    bus.disconnect();
  }
}

const configuration = (socket: string): string => `<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** Starts a bus; `stop` ends it and all services started on it. */
export async function startSessionBus(): Promise<SessionBus> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-bus-'));
  await mkdir(path.join(folder, 'run'), { mode: 0o700 });
  const file = path.join(folder, 'bus.conf');
  await writeFile(file, configuration(path.join(folder, 'bus')));
  await writeFile(
    path.join(folder, 'key-store.cjs'),
    `const { commandLine } = require('electron').app;
commandLine.removeSwitch('password-store');
commandLine.appendSwitch('password-store', 'gnome-libsecret');
`,
  );
  const daemon = spawn('dbus-daemon', [`--config-file=${file}`, '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = new Output(daemon.stdout, daemon.stderr);
  const address = await output.waitFor(
    (line) => (line.startsWith('unix:') ? line.split(',')[0] : undefined),
    'The session bus did not start',
    ended(daemon),
    30_000,
  );
  return new SessionBus(address, folder, daemon);
}
