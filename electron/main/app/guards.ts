import { app } from 'electron';
import { guardContents } from '../security/contents-guards.ts';
import { guardSession } from '../security/session-guards.ts';
import type { Start } from './prepare.ts';

/** Guards on every session and every web page, whoever makes them, from the first on. */
export function guardEverything(start: Start): void {
  app.on('session-created', (session) => guardSession(session, start.log, start.devServer));
  app.on('web-contents-created', (_event, contents) => guardContents(contents, start.log));
}
