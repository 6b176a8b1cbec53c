import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import ExcelJs from 'exceljs';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { slip } from '#protocol/api/payments.ts';
import { expect, test as base } from '#tests/fixtures.ts';
import { MoneyApi } from '#tests/payments-api.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { readPdf } from '#tests/pdf.ts';
import { answerSaveQuestion } from '#tests/personal-data-page.ts';
import type { Program } from '#tests/program.ts';
import { SavingPage } from '#tests/saving-page.ts';
import type { Service } from '#tests/service.ts';
import { StatementPage } from '#tests/statement-page.ts';
import { PaymentWindow, testCards, TopUpPage } from '#tests/top-up-page.ts';
import { words } from '#tests/words.ts';

/** The folder for saved files. */
const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-files-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

/** An amount as documents show it in English: always with kopecks, with a true minus sign. */
function figure(kopecks: number, sign: '' | '+' = ''): string {
  const digits = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 }).format(Math.abs(kopecks) / 100);
  return `${kopecks < 0 ? '−' : kopecks > 0 ? sign : ''}${digits}`;
}

/** A number in its printed groups. */
const grouped = (digits: string): string => digits.replace(/^(\d{2})(\d{4})(\d{4})$/, '$1 $2 $3');

/** Signs in as the subscriber on a shared computer. */
async function signedIn(program: Program, service: Service): Promise<void> {
  await new SignInPage(program.page).signIn(await service.api.subscriber('healthy'), 'shared');
  await new CabinetPage(program.page).ready();
}

/** The whole statement, from the first day. */
async function wholeStatement(program: Program): Promise<SavingPage> {
  const statement = new StatementPage(program.page);
  await statement.open();
  await statement.period('All').click();
  return new SavingPage(program.page);
}

test('[B11] the statement as PDF: letterhead, period, totals, every line with its balance, numbered sheets', async ({
  folder,
  launch,
  sharedService,
}) => {
  const money = new MoneyApi(sharedService.api);
  const lines = await money.lines('healthy');
  const { totals } = await money.page('healthy');
  const { contract } = await sharedService.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: sharedService.origin });
  await signedIn(program, sharedService);
  const saving = await wholeStatement(program);
  const file = path.join(folder, 'statement.pdf');
  await answerSaveQuestion(program, file);
  await saving.statement('PDF');
  await expect(saving.saved).toBeVisible({ timeout: 30_000 });
  expect(await readdir(folder)).toEqual(['statement.pdf']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  // The print window is closed.
  expect(program.app.windows()).toHaveLength(1);

  const pdf = await readPdf(file);
  const [first = ''] = pdf.sheets;
  expect(pdf.title).toContain(grouped(contract.number).replaceAll(' ', '\u00a0'));
  for (const part of [
    'АО «НТВ-ПЛЮС»',
    'INN 7701000012',
    `Contract ${grouped(contract.number)}`,
    'From the beginning',
  ]) {
    expect(first).toContain(part);
  }
  expect(totals).not.toBeNull();
  expect(first).toContain(`Came in ${figure(totals!.inKopecks)} ₽`);
  expect(first).toContain(`Charged ${figure(Math.abs(totals!.outKopecks))} ₽`);
  expect(first).toContain(`At the end ${figure(totals!.closingKopecks)} ₽`);
  // Every entry, oldest first: its day, then its amount and the balance after it.
  const text = pdf.sheets.join(' ');
  let at = text.indexOf('Balance, ₽');
  for (const entry of lines.toReversed()) {
    const figures = `${figure(entry.amountKopecks, '+')} ${figure(entry.balanceAfterKopecks)}`;
    for (const part of [entry.day.split('-').reverse().join('/'), figures]) {
      const found = text.indexOf(part, at);
      expect(found, `${entry.day} ${part}`).toBeGreaterThanOrEqual(at);
      at = found;
    }
  }
  for (const [index, sheet] of pdf.sheets.entries()) {
    expect(sheet).toContain(`Page ${index + 1} of ${pdf.sheets.length}`);
    expect(sheet).toContain('Amount, ₽');
  }
  await pdf.close();
});

test("[B11] the statement as CSV and XLSX: the service's entries in the current language", async ({
  folder,
  launch,
  sharedService,
}) => {
  const lines = await new MoneyApi(sharedService.api).lines('healthy');
  const program = await launch({ operatorUrl: sharedService.origin });
  await signedIn(program, sharedService);
  const saving = await wholeStatement(program);
  const [csv, xlsx] = [path.join(folder, 'statement.csv'), path.join(folder, 'statement.xlsx')];
  await answerSaveQuestion(program, csv);
  await saving.statement('CSV');
  await expect(saving.saved).toBeVisible();
  await saving.dismiss.click();
  await answerSaveQuestion(program, xlsx);
  await saving.statement('Excel');
  await expect(saving.saved).toBeVisible();
  expect((await readdir(folder)).toSorted()).toEqual(['statement.csv', 'statement.xlsx']);

  const [headings = [], ...rows] = parse(await readFile(csv), { bom: true, delimiter: ',' });
  expect(headings).toContain('Entry');
  expect(rows.map(([day]) => day)).toEqual(lines.toReversed().map(({ day }) => day));
  const book = new ExcelJs.Workbook();
  await book.xlsx.readFile(xlsx);
  expect(book.worksheets[0]?.name).toBe('Statement');
  expect(book.worksheets[0]?.actualRowCount).toBe(lines.length + 1);
});

test('[B10] the slip as PDF: its bank QR code, read by an independent reader, matches the slip', async ({
  folder,
  launch,
  sharedService,
}) => {
  const { contract } = await sharedService.api.overviewOf('healthy');
  const slipOf = async (query: string): Promise<ReturnType<typeof slip.parse>> =>
    slip.parse(
      await new MoneyApi(sharedService.api).ask(
        'healthy',
        (contractNumber) => fillPath(operations.payments.slip.path, { contractNumber }) + query,
      ),
    );
  const program = await launch({ operatorUrl: sharedService.origin });
  const { page } = program;
  await signedIn(program, sharedService);
  const topUp = new TopUpPage(page);
  await topUp.open();
  await topUp.tab('Other ways').click();
  const amount = page.getByRole('textbox', { name: 'Amount, roubles' });
  const save = page.getByRole('button', { name: 'Save the payment slip (PDF)' }).first();

  for (const [typed, kopecks] of [
    ['1 234,50', 123_450],
    ['', null],
  ] as const) {
    const file = path.join(folder, `slip-${kopecks ?? 'open'}.pdf`);
    await answerSaveQuestion(program, file);
    await amount.fill(typed);
    await save.click();
    await expect.poll(() => readdir(folder)).toContain(path.basename(file));
    const told = await slipOf(kopecks === null ? '' : `?amountKopecks=${kopecks}`);
    const pdf = await readPdf(file);
    expect(pdf.sheets).toHaveLength(1);
    const [text = ''] = pdf.sheets;
    const { recipient } = told;
    for (const part of [recipient.name, recipient.inn, recipient.kpp, told.holder, told.address, told.purpose]) {
      expect(text).toContain(part);
    }
    expect(text.replaceAll(' ', '')).toContain(recipient.account);
    expect(text).toContain(grouped(contract.number));
    expect(text.includes('1 234,50 ₽')).toBe(kopecks !== null);

    const code = await pdf.code(1);
    expect(code).toBe(told.qr);
    const [format, ...parts] = (code ?? '').split('|');
    expect(format).toBe('ST00012');
    const fields = new Map(parts.map((part) => part.split('=') as [string, string]));
    expect([...fields.keys()].slice(0, 5)).toEqual(['Name', 'PersonalAcc', 'BankName', 'BIC', 'CorrespAcc']);
    expect(fields.get('PersonalAcc')).toBe(recipient.account);
    expect(fields.get('BIC')).toBe(recipient.bik);
    expect(fields.get('PayeeINN')).toBe(recipient.inn);
    expect(fields.get('PersAcc')).toBe(contract.number);
    expect(fields.get('Sum')).toBe(kopecks === null ? undefined : String(kopecks));
    await pdf.close();
  }
});

test('[S10][B11] the receipt of one payment as PDF', async ({ folder, launch, service }) => {
  const program = await launch({ operatorUrl: service.origin });
  const { page } = program;
  await signedIn(program, service);
  const topUp = new TopUpPage(page);
  await topUp.open();
  await topUp.fillAmount('425.50');
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await pay.payByCard(testCards.pays);
  await pay.gone();
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  const [payment] = await new MoneyApi(service.api).payments('healthy');
  const file = path.join(folder, 'receipt.pdf');
  await answerSaveQuestion(program, file);
  const statement = new StatementPage(page);
  await statement.open();
  await page.getByRole('button', { name: /^Save the receipt of .*425\.50/ }).click();
  await expect(new SavingPage(page).saved).toBeVisible();
  const pdf = await readPdf(file);
  const [text = ''] = pdf.sheets;
  for (const part of ['425.50 ₽', 'Bank card', payment!.cardMask!, payment!.id, 'not a fiscal receipt']) {
    expect(text).toContain(part);
  }
  await pdf.close();
});

test('[B11][S30] a full disk and an invalid folder are reported, leave no partial file, and saving works afterwards', async ({
  folder,
  launch,
  sharedService,
  smallDisk,
}) => {
  const disk = await smallDisk(256 * 1024);
  const program = await launch({ operatorUrl: sharedService.origin });
  const { page } = program;
  await signedIn(program, sharedService);
  const saving = await wholeStatement(program);
  await disk.fill();
  const before = await readdir(disk.folder);
  await answerSaveQuestion(program, path.join(disk.folder, 'statement.csv'));
  await saving.statement('CSV');
  const { happened, todo } = words.en.errors['file-not-saved'];
  await expect(page.getByRole('alert').filter({ hasText: happened })).toContainText(todo);
  expect(await readdir(disk.folder)).toEqual(before);
  await saving.dismiss.click();

  await answerSaveQuestion(program, path.join(folder, 'no such folder', 'statement.pdf'));
  await saving.statement('PDF');
  await expect(page.getByRole('alert').filter({ hasText: happened })).toBeVisible();
  await saving.dismiss.click();

  await disk.free();
  await answerSaveQuestion(program, path.join(disk.folder, 'statement.csv'));
  await saving.statement('CSV');
  await expect(saving.saved).toBeVisible();
  expect(await readdir(disk.folder)).toContain('statement.csv');
});
