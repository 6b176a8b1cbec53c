import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { ended, jsonLine } from '#tests/child.ts';
import { archiveFiles, PackagedProgram, processTree } from '#tests/packaged-program.ts';
import { isRoot } from '#tests/paths.ts';
import { listeningPorts } from '#tests/service-process.ts';

const test = base.extend<{ program: PackagedProgram }>({
  program: async ({}, use) => {
    const program = await PackagedProgram.install();
    await use(program);
    await program.remove();
  },
});

const dashboard = (lines: readonly string[]): unknown =>
  lines.map(jsonLine).find((line) => line?.['smoke'] !== undefined)?.['smoke'];

test('[S29] checklist item 19: the packaged program has the required fuses', async ({ program }) => {
  const wire = (await getCurrentFuseWire(program.executable)) as unknown as Record<number, FuseState>;
  const read = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
  expect({
    runAsNode: read(FuseV1Options.RunAsNode),
    nodeOptions: read(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    nodeCliInspect: read(FuseV1Options.EnableNodeCliInspectArguments),
    fileProtocolExtraPrivileges: read(FuseV1Options.GrantFileProtocolExtraPrivileges),
    cookieEncryption: read(FuseV1Options.EnableCookieEncryption),
    onlyLoadAppFromAsar: read(FuseV1Options.OnlyLoadAppFromAsar),
    // Electron checks the archive's integrity only on Windows and macOS.
    asarIntegrity: read(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    nodeCliInspect: false,
    fileProtocolExtraPrivileges: false,
    cookieEncryption: true,
    onlyLoadAppFromAsar: true,
    asarIntegrity: process.platform !== 'linux',
  });
});

test('[S29] the archive contains only the built program: no sources, source maps, tests or loader', async ({
  program,
}) => {
  const resources = path.join(program.folder, 'resources');
  const beside = (await readdir(resources)).filter((name) => !['app.asar', 'app.asar.unpacked'].includes(name));
  expect(beside).toEqual([]);
  const files = await archiveFiles(path.join(resources, 'app.asar'));
  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'dist/main/index.cjs',
      'dist/preload/index.cjs',
      'dist/renderer/index.html',
    ]),
  );
  const own = files.filter((name) => !name.startsWith('node_modules/'));
  expect(own.filter((name) => name !== 'package.json' && !name.startsWith('dist/'))).toEqual([]);
  expect(files.filter((name) => /\.(map|ts|vue|tsbuildinfo)$|\.test\.|(^|\/)tests?\//.test(name))).toEqual([]);
  const modules = new Set(files.flatMap((name) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []));
  expect([...modules].filter((name) => !/libsql|neon|detect-libc/.test(name))).toEqual([]);
});

test('[S30] run by an ordinary user it starts its demo service, shows the dashboard and exits with 0', async ({
  program,
}) => {
  const picture = program.at('dashboard.png');
  const { code, output } = await program.runToEnd([
    '--smoke',
    `--profile=${program.at('profile')}`,
    `--screenshot=${picture}`,
    '--password-store=basic',
  ]);
  expect(code, output.text).toBe(0);
  expect(dashboard(output.lines)).toBe('dashboard');
  const bytes = await readFile(picture);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.length).toBeGreaterThan(20_000);
});

for (const sandbox of ['namespace', 'setuid'] as const) {
  test(`[S29] checklist item 4: pages run in the operating system's sandbox (${sandbox})`, async ({ program }) => {
    const helper = await stat(program.sandboxHelper);
    if (isRoot) expect({ owner: helper.uid, mode: helper.mode & 0o7777 }).toEqual({ owner: 0, mode: 0o4755 });
    const other = sandbox === 'namespace' ? '--disable-setuid-sandbox' : '--disable-namespace-sandbox';
    const { child, output } = program.start([
      other,
      `--profile=${program.at('profile')}`,
      `--screenshot=${program.at('first.png')}`,
      '--password-store=basic',
    ]);
    await output.waitFor(
      (line) => (jsonLine(line)?.['screenshot'] === undefined ? undefined : true),
      'The first screen did not come',
      ended(child),
    );
    const tree = await processTree(child.pid ?? 0);
    const main = tree.find(({ pid }) => pid === child.pid);
    const renderers = tree.filter(({ commandLine }) => commandLine.some((word) => word.includes('--type=renderer')));
    expect(renderers.length).toBeGreaterThan(0);
    expect(tree.flatMap(({ commandLine }) => commandLine).filter((word) => word.includes('--no-sandbox'))).toEqual([]);
    expect(main?.status['Uid']).not.toMatch(/\b0\b/);
    for (const { status, pidNamespace, userNamespace } of renderers) {
      // System call filter (SECCOMP_MODE_FILTER), no new privileges, no capabilities, separate process namespace.
      expect(status['Seccomp']).toBe('2');
      expect(status['NoNewPrivs']).toBe('1');
      expect(status['CapEff']).toMatch(/^0+$/);
      expect(pidNamespace).not.toBe(main?.pidNamespace);
      if (sandbox === 'namespace') expect(userNamespace).not.toBe(main?.userNamespace);
    }
  });
}

test('[S29] the inspector can be opened neither by a switch nor by a signal', async ({ program }) => {
  const { child, output } = program.start([
    '--inspect=127.0.0.1:0',
    '--inspect-brk=127.0.0.1:0',
    `--profile=${program.at('profile')}`,
    `--screenshot=${program.at('first.png')}`,
    '--password-store=basic',
  ]);
  await output.waitFor(
    (line) => (jsonLine(line)?.['screenshot'] === undefined ? undefined : true),
    'The first screen did not come',
    ended(child),
  );
  // The signal opens the inspector of any Node process; with the fuse off it is ignored or ends the program.
  child.kill('SIGUSR1');
  expect(output.text).not.toContain('Debugger listening');
  const alive = child.exitCode === null && child.signalCode === null;
  if (alive && child.pid !== undefined) expect(listeningPorts(child.pid)).toEqual([]);
});

test('[S29] neither the environment nor a folder next to the archive can run other code', async ({ program }) => {
  const planted = program.at('planted.cjs');
  const proof = program.at('proof');
  await writeFile(planted, `require('node:fs').writeFileSync(${JSON.stringify(proof)}, 'ran')`);
  const beside = path.join(program.folder, 'resources', 'app');
  await mkdir(beside);
  await writeFile(path.join(beside, 'package.json'), '{"name":"planted","version":"1.0.0","main":"main.js"}');
  await writeFile(path.join(beside, 'main.js'), await readFile(planted, 'utf8'));
  const { code, output } = await program.runToEnd(
    ['--smoke', `--profile=${program.at('profile')}`, '--password-store=basic', planted],
    { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${planted}` },
  );
  expect(code, output.text).toBe(0);
  expect(dashboard(output.lines)).toBe('dashboard');
  expect(await readdir(program.at('.'))).not.toContain('proof');
});
