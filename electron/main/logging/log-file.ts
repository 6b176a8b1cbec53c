import path from 'node:path';
import electronLog from 'electron-log/node';
import type { LateLog } from './log.ts';

const MAX_BYTES = 1_000_000;

/** Sends the log to `logs/main.log` in the profile folder, rotated at 1 MB. A full disk costs the log, nothing else. */
export function writeLogToFile(log: LateLog, profileFolder: string): void {
  const logger = electronLog.create({ logId: 'main' });
  logger.transports.console.level = false;
  logger.transports.file.maxSize = MAX_BYTES;
  logger.transports.file.format = '[{level}] {text}';
  logger.transports.file.resolvePathFn = () => path.join(profileFolder, 'logs', 'main.log');
  log.writeWith((level, line) => {
    logger[level](line);
  });
}
