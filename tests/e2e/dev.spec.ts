import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { end, Output } from '#tests/child.ts';
import { inPage } from '#tests/in-page.ts';
import { projectRoot } from '#tests/paths.ts';

/** The files that `npm run dev` needs, copied so that the checkout is not edited. */
const sources = [
  ...['electron', 'operator', 'protocol', 'resources', 'scripts', 'src'],
  ...['package.json', 'package-lock.json', 'vite.config.ts', 'vite.dev.ts', 'tsconfig.json', 'tsconfig.base.json'],
  ...['tsconfig.node.json', 'tsconfig.web.json'],
];
/** Time for three builds, the start of Electron, and Vite's dependency optimization. */
const START_BOUND_MS = 120_000;

let root = '';
test.beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'plus-cabinet-dev-'));
});
test.afterEach(() => {
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

function copySources(): string {
  const copy = path.join(root, 'sources');
  for (const name of sources) cpSync(path.join(projectRoot, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  return copy;
}

function edit(file: string, before: string, after: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(before);
  writeFileSync(file, text.replace(before, after));
}

/** Connects to the program over the debugging port written in its profile; `not` is the port of an earlier run. */
async function connect(profile: string, not?: string): Promise<{ browser: Browser; page: Page; port: string }> {
  const file = path.join(profile, 'DevToolsActivePort');
  let port = '';
  await expect(() => {
    port = existsSync(file) ? readFileSync(file, 'utf8') : '';
    expect(port).toMatch(/^\d+\n/);
    expect(port).not.toBe(not);
  }).toPass({ timeout: START_BOUND_MS });
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port.split('\n')[0] ?? ''}`);
  const [context] = browser.contexts();
  if (!context) throw new Error('The program has no page.');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  return { browser, page, port };
}

test('[dev] an edited text appears without a reload, preload reloads the page, main restarts the program', async () => {
  test.setTimeout(300_000);
  const copy = copySources();
  const profile = path.join(root, 'profile');
  const env = { ...process.env };
  for (const name of ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'PWDEBUG']) Reflect.deleteProperty(env, name);
  const args = [`--profile=${profile}`, '--language=en', '--remote-debugging-port=0', '--password-store=basic'];
  const dev = spawn(process.execPath, [path.join(copy, 'scripts', 'dev.mjs'), ...args], {
    cwd: copy,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = new Output(dev.stdout, dev.stderr);
  try {
    const first = await connect(profile);
    const { page } = first;
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    const title = page.getByRole('heading', { level: 1 });
    await expect(title).toHaveText('Sign in', { timeout: START_BOUND_MS });
    expect(page.url()).toBe('app://cabinet/index.html');
    // Comes from the embedded operator service.
    await expect(page.getByText('Try it as')).toBeVisible({ timeout: 60_000 });

    await inPage(page, 'globalThis.mark = 1;');
    edit(
      path.join(copy, 'src', 'features', 'sign-in', 'form', 'texts.en.ts'),
      "title: 'Sign in'",
      "title: 'Edited title'",
    );
    await expect(title).toHaveText('Edited title', { timeout: 30_000 });
    expect(await inPage(page, 'return globalThis.mark')).toBe(1);

    // Texts that are loaded together with their screen.
    await page.getByRole('button', { name: 'Register' }).click();
    edit(
      path.join(copy, 'src', 'features', 'sign-in', 'registration', 'texts.en.ts'),
      'A few lines',
      'Some edited lines',
    );
    await expect(page.getByText('Some edited lines, and the account is yours.')).toBeVisible({ timeout: 30_000 });
    expect(await inPage(page, 'return globalThis.mark')).toBe(1);

    edit(
      path.join(copy, 'electron', 'preload', 'index.ts'),
      "contextBridge.exposeInMainWorld('cabinet', cabinet);",
      "contextBridge.exposeInMainWorld('cabinet', cabinet);\ncontextBridge.exposeInMainWorld('edited', true);",
    );
    await expect
      .poll(() => inPage(page, 'return [globalThis.edited, globalThis.mark]').catch(() => null), { timeout: 60_000 })
      .toEqual([true, undefined]);
    expect(first.browser.isConnected()).toBe(true);
    await expect(title).toHaveText('Edited title');
    expect(faults).toEqual([]);

    const gone = new Promise((resolve) => first.browser.once('disconnected', resolve));
    edit(
      path.join(copy, 'electron', 'main', 'desktop', 'window.ts'),
      "title: 'Plus Cabinet'",
      "title: 'Edited window'",
    );
    await gone;
    const second = await connect(profile, first.port);
    await expect(second.page.getByRole('heading', { level: 1 })).toHaveText('Edited title', { timeout: 60_000 });
    await second.browser.close();
  } catch (error) {
    throw new Error(`npm run dev:\n${output.text}`, { cause: error });
  } finally {
    await end(dev, 'SIGTERM', 20_000);
  }
  expect(dev.exitCode).toBe(0);
});
