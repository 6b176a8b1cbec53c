import path from 'node:path';
import electronLog from 'electron-log/node';
import type { LateLog } from './log.ts';

const MAX_BYTES = 1_000_000;

/** Sends the log to `logs/main.log` in the profile folder (rotated at 1 MB) and, when asked, to standard error. */
export function writeLogToFile(log: LateLog, profileFolder: string, onFull: () => void): void {
  const logger = electronLog.create({ logId: 'main' });
  logger.transports.console.level = false;
  logger.transports.file.maxSize = MAX_BYTES;
  logger.transports.file.format = '[{level}] {text}';
  logger.transports.file.resolvePathFn = () => path.join(profileFolder, 'logs', 'main.log');
  logger.transports.file.on?.('error', (error) => {
    if ((error as { code?: unknown } | null)?.code === 'ENOSPC') onFull();
  });
  log.writeWith((level, line) => {
    logger[level](line);
  });
}
