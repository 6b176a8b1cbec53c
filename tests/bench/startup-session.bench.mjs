/**
 * `startup-session`: from the spawn to the figures of the dashboard, with a kept session, against the empty Vue starter.
 *
 * What is measured. A person signed in on their own computer before; the operator's service runs, in a process of its own
 * on the loopback, with demo data. The clock starts just before the spawn, here, and ends for our program with the paint
 * that follows the page's mark `overview-shown` (real figures rendered): process, window, key ring, refresh of the session
 * over HTTP, overview over HTTP, dashboard. For the starter it ends with its first contentful paint. On Linux both also
 * wait for the display server's word that the window is on screen.
 *
 * Why it is fair. As in `startup`: same Electron, switches, display and moment, starts by turns, nobody asks anything of
 * a starting program. Both run on the same session bus with the same key ring (gnome-keyring), and both keep one profile
 * through all starts, so both have what Chromium keeps from start to start. Ours cannot be copied: each start rotates the
 * session's refresh token, and the service ends a session whose old token comes back.
 */
import { compareStarts, startRows } from './support/compare-starts.mjs';
import { withBench } from './support/environment.mjs';
import { withSignedIn } from './support/signed-in.mjs';

const BUDGET = 1.25;

/** @type {import('./support/compare-starts.mjs').BenchRun} */
export function run({ log, args }) {
  return withBench(log, (bench) =>
    withSignedIn(bench, async ({ env, args: switches, profile, otherProfile }) => {
      const { executable, ours, starter, display } = bench;
      const measured = await compareStarts({
        log,
        args,
        display,
        ours: { program: { executable, folder: ours, env, args: switches, profile }, mark: 'overview-shown' },
        baseline: { program: { executable, folder: starter, env, args: switches, profile: otherProfile } },
      });
      return startRows('startup-session', measured, BUDGET);
    }),
  );
}
