/**
 * `startup-session`: time from spawn to the figures of the dashboard with a kept session, compared with the empty Vue starter.
 *
 * Method. The user has signed in on their own computer before; the operator service runs in a separate process
 * on the loopback interface, with demo data. The clock starts just before the spawn and ends for the program with the paint
 * that follows the page's mark `overview-shown` (real figures rendered): process, window, key ring, refresh of the session
 * over HTTP, overview over HTTP, dashboard. For the starter it ends with its first contentful paint. On Linux both also
 * wait for the X server's event that the window is visible.
 *
 * Fairness. As in `startup`: same Electron, switches, display and time, alternating starts, no requests to
 * a program while it starts. Both run on the same session bus with the same key ring (gnome-keyring), and both keep one profile
 * for all starts, so both have Chromium's caches. The program's profile cannot be copied: each start rotates the
 * refresh token, and the service ends a session whose old token is used again.
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
