import { Readable } from 'node:stream';
import { once } from 'node:events';
import { request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'csv-parse/sync';
import ExcelJs from 'exceljs';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { operations } from '#protocol/api/operations.ts';
import { health } from '#protocol/api/health.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { languages } from '#protocol/primitives.ts';
import { addDays } from '../../platform/clock/days.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { anna, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { writeCatalogue } from '../../outside/seed/write.ts';
import { csvOf } from './csv.ts';
import { openExport, roubles, type ExportLine } from './export-lines.ts';
import { firstDay, post, type Movement } from '../../../tests/support/operator/statement-fixture.ts';
import { exportWords } from './words.ts';
import { xlsxOf } from './xlsx.ts';

/** Cells of each sheet, including the headings. */
async function sheetsOf(file: Uint8Array): Promise<{ name: string; rows: unknown[][] }[]> {
  const book = new ExcelJs.Workbook();
  await book.xlsx.load(Uint8Array.from(file).buffer);
  return book.worksheets.map((sheet) => ({
    name: sheet.name,
    rows: sheet.getSheetValues().flatMap((row) => (Array.isArray(row) ? [row.slice(1)] : [])),
  }));
}

async function bytesOf(parts: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(Buffer.from(part));
  return Buffer.concat(all);
}

async function* pieces(lines: readonly ExportLine[], size = 3): AsyncGenerator<readonly ExportLine[]> {
  for (let start = 0; start < lines.length; start += size) {
    await Promise.resolve();
    yield lines.slice(start, start + size);
  }
}

const amounts = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '=1+1',
    '+7',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '＝1',
    '"quoted"',
    'a;b,c',
    'two\nlines',
    '<b>&amp;',
  ),
);
const exportLines = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1970-01-01', days)),
    time: fc.integer({ min: 0, max: 1439 }).map((minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16)),
    entry: texts,
    details: texts,
    amountKopecks: amounts,
    balanceKopecks: amounts,
  }),
  { maxLength: 12 },
);

describe('CSV export', () => {
  it('is parsed back unchanged in each language and contains no formula', async () => {
    await fc.assert(
      fc.asyncProperty(exportLines, fc.constantFrom(...languages), async (lines, language) => {
        const file = await bytesOf(csvOf(pieces(lines), language));
        expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
        const [headings, ...rows] = parse(file, {
          bom: true,
          delimiter: language === 'en' ? ',' : ';',
          record_delimiter: '\r\n',
        });
        expect(headings).toEqual(exportWords[language].headings);
        const mark = language === 'en' ? '.' : ',';
        expect(rows.map(([day, time, , , amount, balance]) => [day, time, amount, balance])).toEqual(
          lines.map((line) => [
            line.day,
            line.time,
            roubles(line.amountKopecks, mark),
            roubles(line.balanceKopecks, mark),
          ]),
        );
        for (const [index, [, , entry = '', details = '']] of rows.entries()) {
          for (const [text, given] of [
            [entry, lines[index]?.entry],
            [details, lines[index]?.details],
          ] as const) {
            expect([given, `'${given ?? ''}`]).toContain(text);
            expect(text).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
          }
        }
      }),
    );
  });

  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [69_800, '698.00'],
    [-123_456_789, '-1234567.89'],
  ])('writes %i kopecks as %s', (kopecks, text) => {
    expect(roubles(kopecks, '.')).toBe(text);
  });
});

describe('XLSX export', () => {
  it('is parsed back with dates and numbers as values', async () => {
    await fc.assert(
      fc.asyncProperty(exportLines, fc.constantFrom(...languages), async (lines, language) => {
        const [sheet, ...more] = await sheetsOf(await bytesOf(xlsxOf(pieces(lines), language)));
        expect(more).toEqual([]);
        expect(sheet?.name).toBe(exportWords[language].sheet);
        expect(sheet?.rows[0]).toEqual(exportWords[language].headings);
        const rows = (sheet?.rows.slice(1) ?? []) as [Date, Date, unknown, unknown, number, number][];
        expect(rows.map(([day, , , , amount, balance]) => [day.toISOString(), amount, balance])).toEqual(
          lines.map((line) => [`${line.day}T00:00:00.000Z`, line.amountKopecks / 100, line.balanceKopecks / 100]),
        );
        expect(rows.map(([, time]) => time.toISOString().slice(11, 16))).toEqual(lines.map(({ time }) => time));
        for (const [index, [, , entry, details]] of rows.entries()) {
          for (const [cell, given] of [
            [entry, lines[index]?.entry],
            [details, lines[index]?.details],
          ] as const) {
            expect((typeof cell === 'string' ? cell : '').replaceAll('\r', '\n')).toBe(
              given?.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replaceAll('\r', '\n'),
            );
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('continues on a new sheet when one is full', async () => {
    const line = { day: '2026-01-01', time: '00:00', entry: 'e', details: 'd', amountKopecks: 1, balanceKopecks: 2 };
    const file = await bytesOf(xlsxOf(pieces(Array.from({ length: 7 }, () => line)), 'en', 4));
    const sheets = await sheetsOf(file);
    expect(sheets.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['Statement', 4],
      ['Statement 2', 4],
      ['Statement 3', 2],
    ]);
  });
});

describeOnDatabases('export routes', (kind) => {
  let database: TestDatabase;
  let service: TestService;
  let token: string;

  beforeAll(async () => {
    database = await freshDatabase(kind);
    service = await testService(database.address);
    const { core } = service;
    await inTransaction(core, ({ trx }) => writeCatalogue(trx, 0));
    for (const [id, { contract }] of [anna, boris].entries()) {
      const account = {
        id: 2_000 + id,
        kind: 'contract',
        code: `contract:${contract}`,
        contract_number: contract,
      } as const;
      await core.db.insertInto('ledger_accounts').values(account).execute();
    }
    await core.db.updateTable('packages').set({ name_en: '=1+1|cmd' }).where('id', '=', 'playroom').execute();
    await post(core, anna.contract, list);
    token = (await service.signIn()).accessToken;
    await service.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await service.close();
    await database.remove();
  });

  const list: Movement[] = [
    { kind: 'top-up', day: firstDay, method: 'cash-desk', amountKopecks: 100_000 },
    {
      kind: 'daily-charge',
      day: addDays(firstDay, 1),
      charges: [
        ['base-optimum', 1_330],
        ['playroom', 400],
      ],
    },
    { kind: 'daily-charge', day: addDays(firstDay, 2), charges: [['playroom', 400]] },
  ];

  const get = (
    template: string,
    query: Record<string, string> = {},
    contractNumber: string = anna.contract,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> =>
    service.app.inject({
      url: fillPath(template, { contractNumber }),
      query,
      headers: { host: '127.0.0.1', authorization: `Bearer ${token}`, ...headers },
    });

  it('return files in the requested language, oldest line first', async () => {
    const csv = await get(operations.statement.csv.path, { language: 'en' });
    expect(csv.statusCode).toBe(200);
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="statement-${anna.contract}.csv"`,
      'content-language': 'en',
      'cache-control': 'no-store',
    });
    expect(parse(csv.rawPayload, { bom: true }).slice(1)).toEqual([
      [firstDay, '00:00', 'Top-up', 'Cash desk', '1000.00', '1000.00'],
      ['2026-01-31', '00:00', 'Daily charge', 'Base Optimum 13.30; =1+1|cmd 4.00', '-17.30', '982.70'],
      ['2026-02-01', '00:00', 'Daily charge', "'=1+1|cmd 4.00", '-4.00', '978.70'],
    ]);
    const swedish = await get(operations.statement.csv.path, {}, anna.contract, {
      'accept-language': 'sv-SE,sv;q=0.9',
    });
    expect(swedish.body).toContain('"Dag";"Tid";"Post"');
    expect(swedish.body).toContain('-17,30;982,70');
    const [sheet] = await sheetsOf((await get(operations.statement.xlsx.path, { language: 'ru' })).rawPayload);
    expect(sheet?.name).toBe('Выписка');
    expect(sheet?.rows[2]?.slice(2)).toEqual(['Списание за день', 'Базовый Оптимум 13,30; Детская 4,00', -17.3, 982.7]);
  });

  it('apply the filters and keep the balance of each line', async () => {
    const rows = parse(
      (await get(operations.statement.csv.path, { language: 'en', kind: 'charges', from: '2026-02-01' })).rawPayload,
      {
        bom: true,
      },
    );
    expect(rows.slice(1).map((row) => row.slice(4))).toEqual([['-4.00', '978.70']]);
    const none = await get(operations.statement.csv.path, { language: 'en', search: 'nothing like it' });
    expect(parse(none.rawPayload, { bom: true })).toHaveLength(1);
    const [empty] = await sheetsOf(
      (await get(operations.statement.xlsx.path, { search: 'nothing like it' })).rawPayload,
    );
    expect(empty?.rows).toHaveLength(1);
  });

  it.each([
    operations.statement.page.path,
    operations.statement.spending.path,
    operations.statement.csv.path,
    operations.statement.xlsx.path,
  ])('refuse contracts of others and a period that ends before it begins: %s', async (template) => {
    const days = { from: '2026-01-01', to: '2026-02-01' };
    const foreign = await get(template, days, boris.contract);
    const absent = await get(template, days, '1999999999');
    expect([foreign.statusCode, foreign.json<{ code: string }>().code]).toEqual([404, 'contract-not-found']);
    expect(absent.json<{ code: string }>().code).toBe('contract-not-found');
    const backwards = await get(template, { from: days.to, to: days.from });
    expect(backwards.json()).toMatchObject({ code: 'input-invalid', fields: ['to'] });
    expect((await get(template, { from: 'yesterday', to: days.to })).json<{ code: string }>().code).toBe(
      'input-invalid',
    );
    expect((await get(template, days, anna.contract, { authorization: '' })).statusCode).toBe(401);
  });

  describe('of many lines', () => {
    const many = 12_000;
    /** Number of line reads so far. */
    let reads: () => number;

    beforeAll(async () => {
      const line = (index: number): Movement => ({
        kind: 'top-up',
        day: addDays(firstDay, 3 + Math.floor(index / 10)),
        method: 'sbp',
        amountKopecks: 1 + index,
      });
      await post(
        service.core,
        boris.contract,
        Array.from({ length: many }, (_, index) => line(index)),
      );
      const spy = vi.spyOn(service.core.db, 'selectFrom');
      reads = () => spy.mock.calls.filter(([from]) => from === 'ledger_entries as e').length;
    });

    it('read the next lines only after the client has taken the previous ones, and none after it disconnects', async () => {
      const before = reads();
      const lines = await openExport(service.core, boris.contract, {}, 'en');
      const stream = Readable.from(csvOf(lines, 'en'), { objectMode: false });
      await once(stream, 'readable');
      // The heading and one batch are buffered; nothing more is read until they are consumed.
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const ahead = reads() - before;
      expect(ahead).toBeLessThan(5);
      stream.destroy();
      await once(stream, 'close');
      expect(reads() - before).toBeLessThanOrEqual(ahead + 1);
    });

    it('stop reading when the client disconnects', async () => {
      const { accessToken } = await service.signIn({ email: boris.email, password: boris.password });
      const { port } = service.app.server.address() as AddressInfo;
      const path = fillPath(operations.statement.csv.path, { contractNumber: boris.contract });
      const open = async (): Promise<IncomingMessage> => {
        const request = ask({
          host: '127.0.0.1',
          port,
          path,
          agent: false,
          headers: { authorization: `Bearer ${accessToken}` },
        });
        request.end();
        const [answer] = (await once(request, 'response')) as [IncomingMessage];
        return answer;
      };
      const whole = reads();
      let rows = 0;
      for await (const part of await open()) rows += String(part).split('\r\n').length - 1;
      expect(rows).toBe(many + 1);
      const full = reads() - whole;
      const start = reads();
      const answer = await open();
      answer.on('error', () => undefined);
      await once(answer, 'data');
      const ended = new Promise((resolve) =>
        service.app.server.once('request', (_request, reply) => reply.once('close', resolve)),
      );
      answer.destroy();
      // A question asked afterwards is answered after the service has heard of the end.
      const probe = ask({ host: '127.0.0.1', port, path: health.live.path, agent: false });
      probe.end();
      await ended;
      const then = reads();
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(reads() - then).toBeLessThanOrEqual(1);
      expect(reads() - start).toBeLessThan(full / 2);
    });
  });
});
