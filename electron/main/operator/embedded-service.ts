import type { UtilityProcess } from 'electron';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { embeddedMessage, type EmbeddedCommand } from '#protocol/ipc/embedded.ts';
import type { Log } from '../logging/log.ts';
import type { CrashPolicy } from '../desktop/crash-policy.ts';
import type { EarlyChild } from './embedded-fork.ts';

/** The operator service inside the program. */
export interface EmbeddedService {
  start(): void;
  /** A person asks for a new try: starts it when it is not running, whatever happened before. */
  retry(): void;
  /** Lets it close its database; ends it the hard way after the bound. */
  stop(boundMs: number): Promise<void>;
  /** Process id, for measuring; null when it does not run. */
  pid(): number | null;
}

/** The wait when it crashed again and again. */
const PAUSE_MS = 60_000;
/** Reasons that starting again does not cure. */
const lasting = new Set<ErrorCode>(['database-newer', 'storage-full', 'service-port-taken']);

export function createEmbeddedService(ports: {
  readonly fork: () => EarlyChild;
  /** A child that the start forked already. */
  readonly early: EarlyChild | null;
  readonly policy: CrashPolicy;
  readonly onReady: (origin: string) => void;
  readonly onLost: (code: ErrorCode) => void;
  readonly notice: (code: ErrorCode) => void;
  readonly log: Log;
}): EmbeddedService {
  let current: UtilityProcess | null = null;
  let again: NodeJS.Timeout | null = null;
  let stopping = false;

  const planAgain = (): void => {
    again = setTimeout(() => adopt(ports.fork()), ports.policy.next() ?? PAUSE_MS);
  };
  const adopt = (early: EarlyChild): void => {
    const { child } = early;
    current = child;
    again = null;
    let reason: ErrorCode | null = null;
    let wasReady = false;
    const receive = (value: unknown): void => {
      const message = embeddedMessage.safeParse(value);
      if (!message.success || current !== child) return;
      switch (message.data.type) {
        case 'ready':
          wasReady = true;
          ports.onReady(message.data.origin);
          break;
        case 'notice':
          ports.notice(message.data.code);
          break;
        case 'failed':
          reason = message.data.code;
          ports.log.error('service failed', { code: reason });
          ports.onLost(reason);
          break;
      }
    };
    const ended = (code: number): void => {
      if (current !== child) return;
      current = null;
      if (stopping) return;
      ports.log.error('service ended', { code });
      if (reason !== null && lasting.has(reason)) return;
      if (wasReady) ports.notice('service-crashed');
      ports.onLost(reason ?? 'service-crashed');
      planAgain();
    };
    early.messages.splice(0).forEach(receive);
    if (early.exitCode !== null) {
      ended(early.exitCode);
      return;
    }
    child.removeAllListeners('message');
    child.removeAllListeners('exit');
    child.on('message', receive);
    child.on('exit', ended);
  };
  return {
    start(): void {
      if (current === null && again === null) adopt(ports.early ?? ports.fork());
    },
    retry(): void {
      if (current !== null || stopping) return;
      if (again) clearTimeout(again);
      ports.policy.reset();
      adopt(ports.fork());
    },
    async stop(boundMs): Promise<void> {
      stopping = true;
      if (again) clearTimeout(again);
      const child = current;
      if (child === null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      const command: EmbeddedCommand = { type: 'stop' };
      child.postMessage(command);
      const bound = new Promise<void>((resolve) => setTimeout(resolve, boundMs));
      await Promise.race([ended, bound]);
      if (current === child) child.kill();
    },
    pid: () => current?.pid ?? null,
  };
}
