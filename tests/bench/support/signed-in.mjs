/**
 * Set-up of a user who is signed in on their own computer: a service with demo data in a separate process, a desktop
 * session with a real key ring, and a profile with the kept session.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startService } from '#tests/service.ts';
import { startSessionBus } from '#tests/session-bus.ts';
import { startProgram } from './program.mjs';

const DEMO_SUBSCRIBER = 'healthy';

/**
 * @typedef {object} SignedIn
 * @property {NodeJS.ProcessEnv} env environment of the measured programs
 * @property {string[]} args switches that make the program use the key ring and the service
 * @property {string} profile of our program, with a kept session
 * @property {string} otherProfile an empty one, for the baseline program
 */

/**
 * @template T
 * @param {import('./environment.mjs').Bench} bench
 * @param {(signedIn: SignedIn) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSignedIn({ executable, ours, env: given }, work) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-bench-'));
  const bus = await startSessionBus();
  try {
    await bus.startKeyring();
    const service = await startService({ clockStart: new Date().toISOString() });
    try {
      const env = { ...given, ...bus.env };
      const args = ['--password-store=gnome-libsecret', `--operator-url=${service.origin}`];
      const profile = path.join(folder, 'ours');
      const who = await service.api.subscriber(DEMO_SUBSCRIBER);
      await signIn({ executable, folder: ours, profile, args, env }, who);
      return await work({ env, args, profile, otherProfile: path.join(folder, 'other') });
    } finally {
      await service.dispose();
    }
  } finally {
    await bus.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {import('./program.mjs').ProgramOptions} options
 * @param {{ email: string, password: string }} who
 */
async function signIn(options, who) {
  const program = startProgram(options);
  try {
    const page = await program.page();
    await page.reached('sign-in-usable');
    const input = { email: who.email, password: who.password, computer: 'own' };
    const answer = await page.evaluate(`window.cabinet.session.signIn(${JSON.stringify(input)})`);
    if (!answer.ok) throw new Error(`the sign-in was refused: ${JSON.stringify(answer.failure)}`);
    await page.reached('overview-shown');
    page.close();
  } finally {
    await program.end();
  }
}
