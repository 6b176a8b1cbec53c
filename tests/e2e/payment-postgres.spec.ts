import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import path from 'node:path';
import pg from 'pg';
import { ended, Output } from '#tests/child.ts';
import { expect, test } from '#tests/fixtures.ts';
import { MoneyApi } from '#tests/payments-api.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { projectRoot } from '#tests/paths.ts';
import { startPostgres } from '#tests/postgres.ts';
import { PaymentWindow, testCards, TopUpPage } from '#tests/top-up-page.ts';

const AMOUNT = 42_550;

/** A new database on a PostgreSQL server started for this test. */
async function freshDatabase(server: string): Promise<string> {
  const name = `e2e_${randomBytes(8).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Output of the real `operator audit` command for a database. */
async function auditCommand(url: string): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(process.execPath, [path.join(projectRoot, 'operator', 'main.ts'), 'audit'], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'], OPERATOR_DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = new Output(child.stdout, child.stderr);
  const { code } = await ended(child);
  return { code, text: output.text };
}

test('[S16][S30] pays by card with the service on PostgreSQL: charged once, credited once, and the audit is clean', async ({
  launch,
  serve,
  desktop,
}) => {
  test.slow();
  const server = await startPostgres();
  try {
    const databaseUrl = await freshDatabase(server.url);
    const service = await serve({ databaseUrl, product: true });
    const before = await service.api.overviewOf('healthy');
    const program = await launch({ operatorUrl: service.origin });
    await new SignInPage(program.page).signIn(await service.api.subscriber('healthy'), 'own');
    await new CabinetPage(program.page).ready();
    const topUp = new TopUpPage(program.page);
    await topUp.open();
    await topUp.fillAmount('425.50');
    const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
    await service.console.paymentSystem({ doubledWebhooks: true });
    await pay.payByCard(testCards.pays);
    await pay.gone();
    await expect(topUp.state(/^You can watch until/)).toBeVisible();
    await expect.poll(() => desktop.shown.filter((one) => one.summary === 'Money credited')).toHaveLength(1);
    expect((await service.console.orders()).map(({ status, amountKopecks }) => [status, amountKopecks])).toEqual([
      ['succeeded', AMOUNT],
    ]);
    const after = await service.api.overviewOf('healthy');
    expect(after.balanceKopecks).toBe(before.balanceKopecks + AMOUNT);
    const money = new MoneyApi(service.api);
    const [payment, ...others] = await money.payments('healthy');
    expect(others.filter(({ status }) => status === 'succeeded' && payment?.status === status)).toEqual([]);
    const credits = (await money.lines('healthy')).filter(({ id }) => id === payment?.entryId);
    expect(credits).toMatchObject([{ amountKopecks: AMOUNT, balanceAfterKopecks: after.balanceKopecks }]);
    await service.stop();
    const { code, text } = await auditCommand(databaseUrl);
    expect(text).toContain('Ledger clean:');
    expect(code).toBe(0);
  } finally {
    await server.stop();
  }
});
