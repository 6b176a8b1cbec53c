import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** What hands an address over, in place of the desktop's own program; Node alone is sure to be there. */
const handOver = `'use strict';
const socket = require('node:net').connect(process.argv[2]);
socket.on('error', () => process.exit(1));
socket.end(JSON.stringify(process.argv.slice(3)));
`;

/**
 * The world outside of the program, as the test sees it: what the program gives to the system to open comes here
 * (Electron on Linux starts `xdg-open` by the PATH). Nothing in the program is changed for it, and no test opens
 * anything on the desktop of whoever runs it.
 */
export class Outside {
  /** Everything that was given to the system so far. */
  readonly addresses: string[] = [];
  readonly #folder: string;
  readonly #server: Server;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(folder: string, server: Server) {
    this.#folder = folder;
    this.#server = server;
    server.on('connection', (socket) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      socket.on('end', () => {
        this.addresses.push(...(JSON.parse(text) as string[]));
        for (const wake of [...this.#waiting]) wake();
      });
    });
  }

  /** For the environment of a program whose addresses are to come here. */
  get env(): NodeJS.ProcessEnv {
    return { PATH: [path.join(this.#folder, 'bin'), process.env['PATH'] ?? ''].join(path.delimiter) };
  }

  /** For a program on a system that has nothing to open an address with. */
  get nothingEnv(): NodeJS.ProcessEnv {
    return { PATH: path.join(this.#folder, 'nothing') };
  }

  /** The next address that no call of this has answered yet; waits for it. */
  next(limitMs = 30_000): Promise<string> {
    const take = (): string | undefined => {
      const address = this.addresses[this.#taken];
      if (address !== undefined) this.#taken += 1;
      return address;
    };
    const there = take();
    if (there !== undefined) return Promise.resolve(there);
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const look = (): void => {
        const address = take();
        if (address === undefined) return;
        stop();
        resolve(address);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`The program opened nothing outside within ${limitMs} ms.`));
      }, limitMs);
      this.#waiting.add(look);
    });
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export async function catchOutside(): Promise<Outside> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-outside-'));
  const socket = path.join(folder, 'socket');
  const script = path.join(folder, 'hand-over.cjs');
  const opener = path.join(folder, 'bin', 'xdg-open');
  await mkdir(path.dirname(opener));
  await mkdir(path.join(folder, 'nothing'));
  await writeFile(script, handOver);
  const words = [process.execPath, script, socket].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  await writeFile(opener, `#!/bin/sh\nexec ${words} "$@"\n`);
  await chmod(opener, 0o755);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  return new Outside(folder, server);
}
