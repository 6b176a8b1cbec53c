import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ElectronApplication } from '@playwright/test';

/** Process id of the embedded operator service, from Electron's process list; null if it does not run. */
export async function embeddedServicePid(app: ElectronApplication): Promise<number | null> {
  return app.evaluate(({ app: program }) => {
    const found = program.getAppMetrics().find((one) => one.type === 'Utility' && one.name === 'Operator service');
    return found?.pid ?? null;
  });
}

/** Whether reading /proc failed because the process has ended. */
function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ESRCH';
}

/** TCP ports of the loopback on which a process listens (Linux, /proc); none once it has ended. */
export function listeningPorts(pid: number): readonly number[] {
  try {
    return portsOf(pid);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function portsOf(pid: number): readonly number[] {
  const sockets = new Set<string>();
  for (const handle of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${handle}`))?.[1];
      if (inode !== undefined) sockets.add(inode);
    } catch {
      // Closed between listing and reading.
    }
  }
  return readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A' && sockets.has(columns[9] ?? ''))
    .map((columns) => ({ address: columns[1]?.split(':')[0] ?? '', port: columns[1]?.split(':')[1] ?? '' }))
    .map(({ address, port }) => {
      if (address !== '0100007F') throw new Error(`The service listens beyond the loopback: ${address}`);
      return Number.parseInt(port, 16);
    });
}

/** Origin of the embedded service, found from outside the program; its payment system listens on another port. */
export async function embeddedOrigin(app: ElectronApplication): Promise<string> {
  const pid = await embeddedServicePid(app);
  for (const port of pid === null ? [] : listeningPorts(pid)) {
    const origin = `http://127.0.0.1:${port}`;
    const live = await fetch(`${origin}/health/live`).catch(() => null);
    if (live?.ok === true) return origin;
  }
  throw new Error('The embedded service does not listen.');
}
