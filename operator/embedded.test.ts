import { EventEmitter } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demo } from '#protocol/api/demo.ts';
import { health } from '#protocol/api/health.ts';
import { operations } from '#protocol/api/operations.ts';
import { paths } from '#protocol/api/paths.ts';
import { embeddedMessage, type EmbeddedMessage } from '#protocol/ipc/embedded.ts';
import { openCore } from './platform/lifecycle/core.ts';
import { migrations } from './migrations/index.ts';
import { runEmbedded, type ParentPort } from './embedded.ts';

const file = 'operator.sqlite';

/** The desktop app's side of the port: records messages and sends commands. */
class Program extends EventEmitter implements ParentPort {
  readonly messages: EmbeddedMessage[] = [];
  readonly exited: Promise<number>;
  exit: (status: number) => void = () => undefined;
  constructor() {
    super();
    this.exited = new Promise((resolve) => {
      this.exit = resolve;
    });
  }
  postMessage(message: EmbeddedMessage): void {
    this.messages.push(embeddedMessage.parse(message));
  }
  stop(): Promise<number> {
    this.emit('message', { data: { type: 'stop' } });
    return this.exited;
  }
  get origin(): string {
    const ready = this.messages.find((message) => message.type === 'ready');
    return ready?.type === 'ready' ? ready.origin : '';
  }
}

describe('the embedded service', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-embedded-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function run(port = 0, demo = true): Promise<Program> {
    const program = new Program();
    const start = { passwordCost: { logN: 4, r: 1, p: 1 }, logLevel: 'silent' };
    await runEmbedded(
      { dataFolder: folder, port, demo },
      { port: program, exit: (status) => program.exit(status), start },
    );
    return program;
  }

  it('reports its address, serves demo data and stops on request', async () => {
    const program = await run();
    expect(program.messages.map((message) => message.type)).toEqual(['ready']);
    expect((await fetch(program.origin + demo.subscribers.path)).status).toBe(200);
    expect((await fetch(program.origin + paths.consoleMailboxPage)).status).toBe(200);
    expect((await fetch(`${program.origin}/docs/`)).status).toBe(404);
    program.emit('message', { data: { type: 'rubbish' } });
    expect(await program.stop()).toBe(0);
    await expect(fetch(program.origin + health.live.path)).rejects.toThrow();
  });

  it('has a console on demo data only', async () => {
    const program = await run(0, false);
    for (const path of [
      paths.consoleMailboxPage,
      operations.console.readClock.path,
      operations.console.listMail.path,
    ]) {
      expect((await fetch(program.origin + path)).status).toBe(404);
    }
    await program.stop();
  });

  it.each([
    [
      'no database at all',
      Buffer.from('this was never a database, but it is long enough to look like one. '.repeat(99)),
    ],
    ['nothing but a broken head', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8_000, 0x5a)])],
  ])('sets a damaged file aside (%s) and goes on with new demo data', async (_name, bytes) => {
    await writeFile(path.join(folder, file), bytes);
    const program = await run();
    expect(program.messages.map((message) => (message.type === 'notice' ? message.code : message.type))).toEqual([
      'database-damaged',
      'ready',
    ]);
    expect((await fetch(program.origin + demo.subscribers.path)).status).toBe(200);
    await program.stop();
    const aside = (await readdir(folder)).filter((name) => name.includes('.damaged-'));
    expect(aside).toHaveLength(1);
    expect(await readFile(path.join(folder, aside[0]!))).toEqual(bytes);
  });

  it('reports a database of a newer version and does not change it', async () => {
    const address = { kind: 'sqlite', file: path.join(folder, file) } as const;
    const core = await openCore({ migrations, address });
    await core.db
      .$extendTables<{ kysely_migration: { name: string; timestamp: string } }>()
      .insertInto('kysely_migration')
      .values({ name: '9999-from-the-future', timestamp: '2030-01-01T00:00:00.000Z' })
      .execute();
    await core.close();
    const before = await readFile(address.file);
    const program = await run();
    expect(program.messages).toEqual([{ type: 'failed', code: 'database-newer' }]);
    expect(await program.exited).toBe(1);
    expect(await readFile(address.file)).toEqual(before);
  });

  it('reports a taken port', async () => {
    const first = await run();
    const second = await mkdtemp(path.join(os.tmpdir(), 'cabinet-embedded-'));
    const kept = folder;
    folder = second;
    const program = await run(Number(new URL(first.origin).port));
    expect(program.messages).toEqual([{ type: 'failed', code: 'service-port-taken' }]);
    folder = kept;
    await first.stop();
    await rm(second, { recursive: true, force: true });
  });

  it('can be stopped during start-up', async () => {
    const program = new Program();
    const running = runEmbedded(
      { dataFolder: folder, port: 0, demo: true },
      { port: program, exit: (status) => program.exit(status), start: { logLevel: 'silent' } },
    );
    expect(await program.stop()).toBe(0);
    await running;
  });
});
