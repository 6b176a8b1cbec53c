import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, open, readdir, readFile, readlink, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { end, ended, Output, type Ending } from './child.ts';
import { isRoot, projectRoot } from './paths.ts';

const run = promisify(execFile);

/** An ordinary user without privileges; the packaged program is never tested as root. */
const ordinaryUser = 'nobody';

/** A copy of the packaged program that an ordinary user can read, as a package manager would install it. */
export class PackagedProgram {
  readonly folder: string;
  readonly #home: string;
  readonly #children: ChildProcess[] = [];

  private constructor(folder: string, home: string) {
    this.folder = folder;
    this.#home = home;
  }

  static async install(): Promise<PackagedProgram> {
    const base = await mkdtemp(path.join(os.tmpdir(), 'cabinet-packaged-'));
    const folder = path.join(base, 'program');
    const home = path.join(base, 'home');
    await cp(path.join(projectRoot, 'release', 'linux-unpacked'), folder, { recursive: true, verbatimSymlinks: true });
    await mkdir(home);
    await chmod(base, 0o755);
    if (isRoot) {
      const { stdout } = await run('id', ['-u', ordinaryUser]);
      await chown(home, Number(stdout), -1);
      const sandbox = path.join(folder, 'chrome-sandbox');
      await chown(sandbox, 0, 0);
      await chmod(sandbox, 0o4755);
    }
    return new PackagedProgram(folder, home);
  }

  get executable(): string {
    return path.join(this.folder, 'plus-cabinet');
  }

  get sandboxHelper(): string {
    return path.join(this.folder, 'chrome-sandbox');
  }

  /** A path in the user's home folder. */
  at(name: string): string {
    return path.join(this.#home, name);
  }

  /** Starts it as the ordinary user. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): { child: ChildProcess; output: Output } {
    const command = [this.executable, ...args];
    const privileges = ['--reuid', ordinaryUser, '--regid', 'nogroup', '--clear-groups', '--inh-caps=-all', '--'];
    const [program = '', ...rest] = isRoot ? ['setpriv', ...privileges, ...command] : command;
    const child = spawn(program, rest, {
      cwd: this.#home,
      env: {
        PATH: process.env['PATH'],
        DISPLAY: process.env['DISPLAY'],
        LANG: 'C.UTF-8',
        HOME: this.#home,
        XDG_RUNTIME_DIR: this.#home,
        // Not the desktop session of the developer.
        DBUS_SESSION_BUS_ADDRESS: 'disabled:',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    return { child, output: new Output(child.stdout, child.stderr) };
  }

  /** Starts it and waits for its end; kills it after `limitMs`. */
  async runToEnd(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    limitMs = 60_000,
  ): Promise<Ending & { output: Output }> {
    const { child, output } = this.start(args, env);
    const late = setTimeout(() => child.kill('SIGKILL'), limitMs);
    const ending = await ended(child);
    clearTimeout(late);
    return { ...ending, output };
  }

  async remove(): Promise<void> {
    for (const child of this.#children) await end(child, 'SIGTERM');
    await rm(path.dirname(this.folder), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A process as /proc shows it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly commandLine: readonly string[];
  readonly status: Readonly<Record<string, string>>;
  /** Name of the namespace, e.g. `pid:[4026531836]`. */
  readonly pidNamespace: string;
  readonly userNamespace: string;
}

/** The process and all its descendants. */
export async function processTree(root: number): Promise<readonly ProcessFacts[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const facts = new Map<number, ProcessFacts>();
  for (const pid of all) {
    const known = await readProcess(pid).catch(() => null);
    if (known) facts.set(pid, known);
  }
  const inTree = (pid: number): boolean => {
    const parent = Number(facts.get(pid)?.status['PPid'] ?? 0);
    return pid === root || (parent > 1 && inTree(parent));
  };
  return [...facts.values()].filter(({ pid }) => inTree(pid));
}

async function readProcess(pid: number): Promise<ProcessFacts> {
  const status = (await readFile(`/proc/${pid}/status`, 'utf8'))
    .split('\n')
    .map((line) => line.split(/:\s*/))
    .map(([name = '', value = '']) => [name, value] as const);
  return {
    pid,
    commandLine: (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0'),
    status: Object.fromEntries(status),
    pidNamespace: await readlink(`/proc/${pid}/ns/pid`).catch(() => ''),
    userNamespace: await readlink(`/proc/${pid}/ns/user`).catch(() => ''),
  };
}

/** Names of the files in an asar archive (Chromium pickle: sizes, then a JSON header). */
export async function archiveFiles(archive: string): Promise<readonly string[]> {
  const file = await open(archive);
  try {
    const sizes = Buffer.alloc(16);
    await file.read(sizes, 0, 16, 0);
    const header = Buffer.alloc(sizes.readUInt32LE(12));
    await file.read(header, 0, header.length, 16);
    interface Node {
      readonly files?: Readonly<Record<string, Node>>;
    }
    const walk = (node: Node, at: string): string[] =>
      Object.entries(node.files ?? {}).flatMap(([name, inner]) =>
        inner.files ? walk(inner, `${at}${name}/`) : [`${at}${name}`],
      );
    return walk(JSON.parse(header.toString('utf8')) as Node, '');
  } finally {
    await file.close();
  }
}
