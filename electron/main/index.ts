import { app } from 'electron';
import { beginQuietExit, claimInstance } from './app/instance.ts';
import { guardEverything } from './app/guards.ts';
import { prepare } from './app/prepare.ts';
import { openProgramWindow } from './app/program-window.ts';

/*
 * The start in its order. What stands here runs before the first paint and loads next to nothing; the program behind
 * the window (app/program.ts) is loaded by openProgramWindow once the page has its files.
 */
const start = prepare();
start.sequence.mark('main-loaded');
if (claimInstance(start)) {
  guardEverything(start);
  void app.whenReady().then(() => {
    start.sequence.mark('electron-ready');
    openProgramWindow(start);
  });
} else {
  beginQuietExit();
}
