import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** Replaces the desktop's opener (`xdg-open`); written for Node, the only interpreter sure to be installed. */
const handOver = `'use strict';
const socket = require('node:net').connect(process.argv[2]);
socket.on('error', () => process.exit(1));
socket.end(JSON.stringify(process.argv.slice(3)));
`;

/**
 * Records the addresses that the program asks the system to open
 * (Electron on Linux starts `xdg-open` from the PATH). The program is unchanged, and no test opens
 * anything on the developer's desktop.
 */
export class Outside {
  /** All recorded addresses. */
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

  /** Environment variables for a program whose addresses are recorded here. */
  get env(): NodeJS.ProcessEnv {
    return { PATH: [path.join(this.#folder, 'bin'), process.env['PATH'] ?? ''].join(path.delimiter) };
  }

  /** Environment variables of a system without an opener. */
  get nothingEnv(): NodeJS.ProcessEnv {
    return { PATH: path.join(this.#folder, 'nothing') };
  }

  /** Waits for the next address that was not returned before. */
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
