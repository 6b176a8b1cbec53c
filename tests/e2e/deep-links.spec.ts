import { callBridge } from '#tests/in-page.ts';
import { searchBytes, searchFolder } from '#tests/disk-scan.ts';
import { expect, test } from '#tests/fixtures.ts';
import type { Program } from '#tests/program.ts';

const token = (letter: string): string => letter.repeat(43);
const openedForm = (program: Program): Promise<unknown> => callBridge(program.page, 'linkForms', 'current', []);
const form = (value: string | null): unknown => ({ ok: true, value });

const isInFront = (program: Program): Promise<boolean | undefined> =>
  program.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return window && !window.isMinimized();
  });
const minimise = (program: Program): Promise<void> =>
  program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());

test('[S01][S07][S29] a link that starts the program opens its form', async ({ launch, sharedService }) => {
  const link = `plus-cabinet://password-reset?token=${token('c')}`;
  const program = await launch({ operatorUrl: sharedService.origin, args: [link] });
  await expect.poll(() => openedForm(program)).toEqual(form('reset-password'));
});

test('[S01][S07][S29] each link to the running program opens its form in place of the previous one', async ({
  launch,
  openLink,
  sharedService,
}) => {
  const program = await launch({ operatorUrl: sharedService.origin });
  expect(await openedForm(program)).toEqual(form(null));
  for (const [host, opens] of [
    ['registration', 'confirm-registration'],
    ['password-reset', 'reset-password'],
    ['email', 'confirm-email'],
  ] as const) {
    await minimise(program);
    await openLink(`plus-cabinet://${host}?token=${token('d')}`);
    await expect.poll(() => openedForm(program)).toEqual(form(opens));
    await expect.poll(() => isInFront(program)).toBe(true);
  }
});

test('[S01][S07][S29] macOS’ open-url event opens the same forms', async ({ launch, sharedService }) => {
  const program = await launch({ operatorUrl: sharedService.origin });
  await program.app.evaluate(
    ({ app }, link) => {
      app.emit('open-url', { preventDefault: () => undefined }, link);
    },
    `plus-cabinet://email?token=${token('e')}`,
  );
  await expect.poll(() => openedForm(program)).toEqual(form('confirm-email'));
});

test('[S01][S07][S29] invalid links bring the program to the front and change nothing', async ({
  launch,
  openLink,
  sharedService,
}) => {
  const program = await launch({ operatorUrl: sharedService.origin });
  const before = await callBridge(program.page, 'session', 'status', []);
  for (const link of [
    'plus-cabinet://sign-out',
    `plus-cabinet://reset?token=${token('f')}`,
    `plus-cabinet://password-reset?token=${token('f')}&next=x`,
    `plus-cabinet://password-reset?token=${token('f').slice(1)}`,
  ]) {
    await minimise(program);
    await openLink(link);
    await expect.poll(() => isInFront(program)).toBe(true);
    expect(await openedForm(program)).toEqual(form(null));
  }
  expect(await callBridge(program.page, 'session', 'status', [])).toEqual(before);
});

test('[S01][S07][S29] the token of a link is only in the memory of the main process', async ({
  launch,
  openLink,
  sharedService,
}) => {
  const secrets = [
    { name: 'cold', value: `cold-${'g'.repeat(38)}` },
    { name: 'second', value: `second-${'h'.repeat(36)}` },
  ];
  const [cold, second] = secrets.map(({ value }) => value);
  const program = await launch({
    operatorUrl: sharedService.origin,
    args: [`plus-cabinet://password-reset?token=${cold ?? ''}`],
  });
  await openLink(`plus-cabinet://email?token=${second ?? ''}`);
  await expect.poll(() => openedForm(program)).toEqual(form('confirm-email'));
  const page = await program.page.evaluate(
    `JSON.stringify([document.documentElement.outerHTML, location.href, { ...localStorage }, { ...sessionStorage }])`,
  );
  expect(searchBytes(Buffer.from(String(page)), 'page', secrets)).toEqual([]);
  await program.close();
  expect(searchBytes(Buffer.from(program.logs()), 'logs', secrets)).toEqual([]);
  expect(await searchFolder(program.profile, secrets)).toEqual([]);
});

test('[S29] other command-line arguments after a link are ignored', async ({ launch, sharedService, sink }) => {
  const program = await launch({
    operatorUrl: sharedService.origin,
    args: ['plus-cabinet://open', `--operator-url=${sink.origin}`],
  });
  await expect
    .poll(() => callBridge(program.page, 'connection', 'status', []))
    .toEqual({ ok: true, value: { state: 'up' } });
  expect(sink.visits).toEqual([]);
});
