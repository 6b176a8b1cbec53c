/**
 * `startup`: from the spawn to a sign-in form that can be used, against the empty Vue starter.
 *
 * What is measured. The clock starts just before the spawn, here. It ends for the starter with its first contentful
 * paint (its Vue page is drawn by script, so that paint is its content), and for our program with the later of its first
 * contentful paint and the page's mark `sign-in-usable` (form mounted, fields take keys, the text of the chosen language
 * there). On Linux both also wait for the display server's word that the window is on screen: a page painted into a
 * hidden window is of no use to anybody.
 *
 * Why it is fair. The same Electron, switches, display, machine and moment: starts alternate, a fresh profile each, and
 * which side begins alternates too, and each waits (a few seconds at most) until the machine does little else. Both programs are production builds started from their folder. Nobody asks anything
 * of a program while it starts: the pages' own records are read after a quiet time, over a DevTools port that both sides
 * open. Our program starts as a person starts it, embedded service included; the starter does nothing beside its page.
 * The starter runs as its makers ship it (no renderer sandbox, unminified renderer); we keep the sandbox, our own
 * protocol and the content policy.
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
