/**
 * `startup`: time from spawn to a usable sign-in form, compared with the empty Vue starter.
 *
 * Method. The clock starts just before the spawn. It ends for the starter with its first contentful
 * paint (its page is rendered by Vue, so that paint shows its content), and for the program with the later of its first
 * contentful paint and the page's mark `sign-in-usable` (form mounted, fields accept input, texts of the chosen language
 * loaded). On Linux both also wait for the X server's event that the window is visible, because a page painted in a
 * hidden window is not usable.
 *
 * Fairness. Same Electron, switches, display, machine and time: starts alternate, each with a fresh profile, the first side
 * alternates too, and each start waits a few seconds at most until the machine is nearly idle. Both programs are production
 * builds started from their folder. No request is sent
 * to a program while it starts: the page's own records are read after a quiet time, through a DevTools port that both sides
 * open. The program starts as for a user, with the embedded service; the starter only shows its page.
 * The starter runs with its default settings (no renderer sandbox, unminified renderer); the program keeps the sandbox, its own
 * protocol and the content security policy.
 */
import { compareStarts, startRows } from './support/compare-starts.mjs';
import { withBench } from './support/environment.mjs';

const BUDGET = 1.0;

/** @type {import('./support/compare-starts.mjs').BenchRun} */
export function run({ log, args }) {
  return withBench(log, async ({ executable, ours, starter, env, display }) => {
    const measured = await compareStarts({
      log,
      args,
      display,
      ours: { program: { executable, folder: ours, env }, mark: 'sign-in-usable' },
      baseline: { program: { executable, folder: starter, env } },
    });
    return startRows('startup', measured, BUDGET);
  });
}
