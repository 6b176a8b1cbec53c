import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test as base, expect, type Browser as Chromium } from '@playwright/test';
import { Browser, startChromium } from './browser.ts';
import { Mailbox } from './mailbox.ts';
import { startHostilePayments, type HostilePayments } from './hostile-payments.ts';
import { startNotificationServer, type NotificationServer } from './notification-server.ts';
import { catchOutside, type Outside } from './outside.ts';
import { startProgram, type LaunchOptions, type Program } from './program.ts';
import { startProxy, type FaultProxy } from './fault-proxy.ts';
import { openLink } from './second-instance.ts';
import { startService, type DisposableService, type Service, type ServiceOptions } from './service.ts';
import { auditOf } from './service-audit.ts';
import { makeSmallDisk, type SmallDisk } from './small-disk.ts';
import { startSessionBus, type SessionBus } from './session-bus.ts';
import { startSink, type Sink } from './sink.ts';

/** Launch options with defaults: a fresh profile, the test's bus. */
export type Launch = (options?: Partial<LaunchOptions>) => Promise<Program>;

interface Rig {
  /** A fresh profile folder. */
  profile: string;
  /** A separate session bus for the test. */
  bus: SessionBus;
  /** Starts the program; after the test it is closed and its page errors are checked. */
  launch: Launch;
  /** Starts a separate service with a fresh database. */
  serve: (options?: ServiceOptions) => Promise<Service>;
  /** A separate service whose clock starts at the instant of the dashboard's reference design. */
  service: Service;
  /** A fault proxy in front of `service`. */
  faultyLine: FaultProxy;
  /** A notification server on `bus`. */
  desktop: NotificationServer;
  sink: Sink;
  /** Records what the program asks the system to open. */
  outside: Outside;
  /** A payment system with hostile pages. */
  hostilePayments: HostilePayments;
  /** The user's browser, which opens the addresses recorded by `outside`. */
  person: Browser;
  /** E-mail and SMS that `service` sends. */
  mailbox: Mailbox;
  /** Opens a deep link while the program runs. */
  openLink: (link: string) => Promise<void>;
  /** A folder on a file system of the given size in bytes; removed last when the test ends. */
  smallDisk: (bytes: number) => Promise<SmallDisk>;
}

interface WorkerRig {
  /** A service shared by read-only tests; its clock starts at the instant of the reference design. */
  sharedService: Service;
  /** The installed browser, started when a test first needs it. */
  chromium: Chromium;
}

/** Stops a service and audits its ledger, unless the test opts out. */
async function endProved(service: DisposableService, options: ServiceOptions = {}): Promise<void> {
  await service.stop();
  try {
    // Tests on PostgreSQL audit the ledger themselves, with the service's own command.
    if (options.unprovedBecause !== undefined || options.databaseUrl !== undefined) return;
    expect(await auditOf(service.folder), 'the ledger that the service leaves').toMatch(/^Ledger clean/);
  } finally {
    await service.dispose();
  }
}

export const test = base.extend<Rig, WorkerRig>({
  sharedService: [
    async ({}, use) => {
      const service = await startService();
      await use(service);
      await endProved(service);
    },
    { scope: 'worker' },
  ],

  chromium: [
    async ({}, use) => {
      const chromium = await startChromium();
      await use(chromium);
      await chromium.close();
    },
    { scope: 'worker' },
  ],

  outside: async ({}, use) => {
    const outside = await catchOutside();
    await use(outside);
    await outside.stop();
  },

  hostilePayments: async ({}, use) => {
    const system = await startHostilePayments();
    await use(system);
    await system.stop();
  },

  person: async ({ chromium, outside }, use) => {
    const browser = await Browser.open(chromium, outside);
    await use(browser);
    await browser.close();
  },

  mailbox: async ({ service }, use) => {
    await use(new Mailbox(() => service.origin));
  },

  openLink: async ({ profile, bus }, use) => {
    await use((link) => openLink(link, { profile, bus }));
  },

  profile: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-profile-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  bus: async ({}, use) => {
    const bus = await startSessionBus();
    await use(bus);
    await bus.stop();
  },

  smallDisk: async ({}, use) => {
    const disks: SmallDisk[] = [];
    await use(async (bytes) => {
      const disk = await makeSmallDisk(bytes);
      disks.push(disk);
      return disk;
    });
    for (const disk of disks) await disk.remove();
  },

  launch: async ({ profile, bus, outside }, use, info) => {
    const started: Program[] = [];
    await use(async (options = {}) => {
      const program = await startProgram({ profile, bus, ...options, env: { ...outside.env, ...options.env } });
      started.push(program);
      return program;
    });
    const failed = info.status !== info.expectedStatus;
    for (const [index, program] of started.entries()) {
      if (failed) {
        const picture = await program.page.screenshot().catch(() => undefined);
        if (picture) await info.attach(`program-${index}.png`, { body: picture, contentType: 'image/png' });
        await info.attach(`program-${index}.log`, { body: program.logs(), contentType: 'text/plain' });
      }
      await program.close();
    }
    expect(
      started.flatMap((program) => program.unexpectedFaults()),
      'errors and policy violations in pages',
    ).toEqual([]);
  },

  serve: async ({}, use) => {
    const services: { readonly service: DisposableService; readonly options: ServiceOptions | undefined }[] = [];
    await use(async (options) => {
      const service = await startService(options);
      services.push({ service, options });
      return service;
    });
    // Each is stopped, even if stopping the previous one failed.
    const ended = await Promise.allSettled(services.map(({ service, options }) => endProved(service, options)));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  },

  service: async ({ serve }, use) => {
    await use(await serve());
  },

  faultyLine: async ({ service }, use) => {
    const proxy = await startProxy(() => service.origin);
    await use(proxy);
    await proxy.refuse();
  },

  desktop: async ({ bus }, use) => {
    const desktop = await startNotificationServer(bus.address);
    await use(desktop);
    desktop.stop();
  },

  sink: async ({}, use) => {
    const sink = await startSink();
    await use(sink);
    await sink.stop();
  },
});

export { expect };
