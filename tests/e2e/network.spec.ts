import { sessions } from '#protocol/api/sign-in.ts';
import { statement as statementOperations } from '#protocol/api/statement.ts';
import { overview } from '#protocol/api/overview.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { operations } from '#protocol/api/operations.ts';
import { expect, test } from '#tests/fixtures.ts';
import { callBridge } from '#tests/in-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { answerSaveQuestion } from '#tests/personal-data-page.ts';
import { SavingPage } from '#tests/saving-page.ts';
import { StatementPage } from '#tests/statement-page.ts';
import { words } from '#tests/words.ts';

const unreachable = words.en.errors['service-unreachable'];

test('requests, downloads and the event stream use the proxy of Electron’s network stack', async ({
  launch,
  service,
  faultyLine: proxy,
}) => {
  const program = await launch({
    operatorUrl: service.origin,
    // Chromium connects to this computer without a proxy unless told otherwise.
    args: [`--proxy-server=${proxy.origin}`, '--proxy-bypass-list=<-loopback>'],
  });
  const { page } = program;
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'shared');
  await new CabinetPage(page).ready();
  const { contract } = await service.api.overviewOf('healthy');
  const statement = new StatementPage(page);
  await statement.open();
  await statement.period('All').click();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-files-'));
  try {
    const saving = new SavingPage(page);
    await answerSaveQuestion(program, path.join(folder, 'statement.csv'));
    await saving.statement('CSV');
    await expect(saving.saved).toBeVisible();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  const urls = proxy.requests.map(({ method, url }) => `${method} ${url.split('?')[0] ?? ''}`);
  // A request to a proxy names the whole address, one to a server only the path.
  expect(urls).toEqual(
    expect.arrayContaining([
      `POST ${service.origin}${sessions.create.path}`,
      `GET ${service.origin}${overview.read.path.replace(':contractNumber', contract.number)}`,
      `GET ${service.origin}${statementOperations.csv.path.replace(':contractNumber', contract.number)}`,
      `GET ${service.origin}${operations.events.stream.path}`,
    ]),
  );
  expect(proxy.requests.filter(({ headers }) => headers.cookie !== undefined)).toEqual([]);

  // No request bypasses the proxy.
  await proxy.refuse();
  expect(await callBridge(page, 'connection', 'retry', [])).toMatchObject({
    value: { state: 'down', code: 'service-unreachable' },
  });
});

test('a POST is sent once although Chromium repeats requests on reused connections', async ({
  launch,
  service,
  faultyLine,
}) => {
  const { app, page } = await launch({ operatorUrl: faultyLine.origin });
  // HTTP/2 and QUIC share connections and cannot be told to close them.
  expect(
    await app.evaluate(({ app: { commandLine } }) =>
      ['disable-http2', 'disable-quic'].map((s) => commandLine.hasSwitch(s)),
    ),
  ).toEqual([true, true]);
  const form = new SignInPage(page);
  const who = await service.api.subscriber('healthy');
  const posts = (): number => faultyLine.seen('POST', /^\/v1\/sessions$/).length;
  // Leaves a connection that the next request could use.
  await form.signIn({ ...who, password: 'not the password' }, 'shared');
  await expect(form.alert).toContainText(words.en.errors['sign-in-failed'].happened);
  expect(posts()).toBe(1);

  faultyLine.set({ kind: 'lose-answer' }, (request) => request.method === 'POST');
  await form.signIn(who, 'shared');
  await expect(form.alert).toContainText(unreachable.happened);
  expect(posts()).toBe(2);
});
