import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { demo } from '#protocol/api/demo.ts';
import type { Program } from './program.ts';
import { sleep } from './time.ts';

/** A line of JSON on standard output, for whoever started the program. */
function tell(value: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify(value)}\n`, () => resolve());
  });
}

/** A screen counts as settled when it looks the same this often in a row. */
const SAME_LOOKS = 3;
const LOOK_EVERY_MS = 100;
const MAX_LOOKS = 50;
/** Frames are asked for from outside the page's own world: the page knows nothing of it. */
const OWN_WORLD = 7;
const nextFrame = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))';

/** A picture of the window once nothing moves in it any more. */
export async function takePicture(window: BrowserWindow, file: string): Promise<string> {
  const full = path.resolve(file);
  let picture: Buffer = Buffer.alloc(0);
  for (let look = 0, same = 1; look < MAX_LOOKS && same < SAME_LOOKS; look += 1) {
    await window.webContents.executeJavaScriptInIsolatedWorld(OWN_WORLD, [{ code: nextFrame }]);
    const next = (await window.webContents.capturePage()).toPNG();
    same = next.equals(picture) ? same + 1 : 1;
    picture = next;
    await sleep(LOOK_EVERY_MS);
  }
  await writeFile(full, picture);
  return full;
}

/** Tells where the picture of the first screen is. */
export async function tellPicture(file: string): Promise<void> {
  await tell({ screenshot: file });
}

/** Tells that the smoke run reached the dashboard. */
export async function tellDashboard(picture: string | null): Promise<void> {
  await tell({ smoke: 'dashboard', ...(picture === null ? {} : { screenshot: picture }) });
}

/**
 * Signs in as the demo service's first subscriber, by the same way as the sign-in form. Errors: when the service has
 * no demo subscribers or refuses.
 */
export async function signInForSmoke(program: Program): Promise<void> {
  const answered = await program.call(demo.subscribers, {});
  const subscriber = answered.ok ? answered.value.subscribers[0] : undefined;
  if (!subscriber) throw new Error(`smoke: no demo subscriber (${answered.ok ? 'none' : answered.failure.code})`);
  const { email, password } = subscriber;
  const answer = await program.signIns.byPassword({ email, password, computer: 'shared' });
  if (!answer.ok) throw new Error(`smoke: sign-in answered ${answer.failure.code}`);
}
