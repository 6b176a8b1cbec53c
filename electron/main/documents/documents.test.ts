import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { SaveOutcome, Saving } from '#protocol/ipc/state.ts';
import { payments } from '#protocol/api/payments.ts';
import { statement, statementQuery } from '#protocol/api/statement.ts';
import { fakeCall } from '#tests/main/fake-call.ts';
import { createObservable } from '../app/observable.ts';
import { createSessionCall } from '../operator/call.ts';
import { createHttpClient } from '../operator/http.ts';
import { createFileSource, type FileSource } from '../operator/http-stream.ts';
import { pagesOf, profileOnPaper, receiptOnPaper, slipOf } from './documents.fixture.ts';
import { createDocuments, type Documents, type DocumentsPorts } from './documents.ts';
import type { Paper } from './template.ts';

const electron = vi.hoisted(() => ({
  dialog: {
    showSaveDialog: vi.fn<(options: { defaultPath: string }) => Promise<{ canceled: boolean; filePath: string }>>(),
  },
  app: { getPath: (name: string) => `/home/anna/${name}` },
}));
vi.mock('electron', () => electron);

const contractNumber = '2256884759';
const query = { from: '2026-01-01', to: '2026-01-31' };
const csv = { contractNumber, query, format: 'csv' } as const;

let folder: string;
let file: string;
let told: Saving[];
let signedIn: { id: string } | null;
let clock: number;
const status = createObservable<{ state: string }>({ state: 'signed-in' });
const cleanUp: (() => Promise<void> | void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'documents-'));
  file = path.join(folder, 'file');
  told = [];
  clock = 0;
  signedIn = { id: 's1' };
  electron.dialog.showSaveDialog.mockReset();
  electron.dialog.showSaveDialog.mockImplementation(() => Promise.resolve({ canceled: false, filePath: file }));
});
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
  rmSync(folder, { recursive: true, force: true });
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A service that answers exports as told, on a port of its own. */
async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

interface Bench {
  readonly documents: Documents;
  readonly printed: Paper[];
}

function bench(
  origin: string,
  more: { count?: number; print?: DocumentsPorts['print']; files?: FileSource; locked?: boolean } = {},
): Bench {
  const printed: Paper[] = [];
  const answer = pagesOf(more.count ?? 3);
  const fake = fakeCall();
  fake.answer(payments.slip, ({ amountKopecks }) => success(slipOf(amountKopecks ?? 0)));
  fake.answer(payments.receipt, ({ paymentId }) =>
    paymentId === 'open' ? failed({ code: 'payment-not-settled' }) : success(receiptOnPaper),
  );
  fake.answer(statement.page, (input) => success(answer(statementQuery.parse(input))));
  const whileOpen = <T>(ask: () => Promise<Result<T>>): Promise<Result<T>> =>
    more.locked === true ? Promise.resolve(failed({ code: 'session-locked' })) : ask();
  const sessionManager = {
    authorized: <T>(ask: (token: string) => Promise<Result<T>>) => whileOpen(() => ask('token-1')),
    whileOpen,
    current: () => signedIn,
    status,
  };
  const documents = createDocuments({
    call: createSessionCall(fake.call, (request) => whileOpen(() => request('token-1'))),
    sessionManager,
    profile: () => Promise.resolve(success(profileOnPaper)),
    language: () => 'en',
    origin: () => Promise.resolve(success(origin)),
    files: more.files ?? createFileSource(createHttpClient({ fetch })),
    print:
      more.print ??
      ((paper) => {
        printed.push(paper);
        return Promise.resolve(Buffer.from('%PDF-1.7 …'));
      }),
    window: () => null,
    told: (saving: Saving) => told.push(saving),
    now: () => (clock += 1_000),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  } as unknown as DocumentsPorts);
  cleanUp.push(() => documents.close());
  return { documents, printed };
}

const left = (): string[] => readdirSync(folder);
const nowhere = 'http://127.0.0.1:1';

describe('a sheet', () => {
  it('is asked for, then the place, then printed and written whole, for its owner alone', async () => {
    const { documents, printed } = bench(nowhere);
    expect(await documents.saveSlip({ contractNumber, amountKopecks: 50_000 })).toEqual(success('saved'));
    expect(electron.dialog.showSaveDialog.mock.calls[0]?.[0].defaultPath).toBe(
      path.join('/home/anna/documents', 'Payment slip 2256884759.pdf'),
    );
    expect(printed[0]?.html).toContain('500,00');
    expect(readFileSync(file, 'utf8')).toBe('%PDF-1.7 …');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(told).toEqual([{ what: 'slip', lines: 0, share: null }, null]);
    expect(await documents.saveReceipt({ paymentId: 'pay-1' })).toEqual(success('saved'));
    expect(electron.dialog.showSaveDialog.mock.calls[1]?.[0].defaultPath).toContain('Confirmation 2026-000017.pdf');
    expect(left()).toEqual(['file']);
  });

  it('asks for no place when there is nothing to save, or while locked', async () => {
    expect(await bench(nowhere).documents.saveReceipt({ paymentId: 'open' })).toEqual(
      failed({ code: 'payment-not-settled' }),
    );
    const locked = bench(nowhere, { locked: true }).documents;
    expect(await locked.saveSlip({ contractNumber })).toEqual(failed({ code: 'session-locked' }));
    expect(electron.dialog.showSaveDialog).not.toHaveBeenCalled();
    expect(left()).toEqual([]);
  });

  it('asks for no place when nobody is signed in any more', async () => {
    const { documents } = bench(nowhere);
    signedIn = null;
    for (const format of ['csv', 'pdf', 'xlsx'] as const) {
      expect(await documents.saveStatement({ ...csv, format })).toEqual(failed({ code: 'session-ended' }));
    }
    expect(electron.dialog.showSaveDialog).not.toHaveBeenCalled();
  });

  it('clears away what a file left behind that was cut off by a crash, and nothing else', async () => {
    const uuid = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
    const hourAgo = new Date(Date.now() - 3_600_000);
    const put = (name: string, at?: Date): string => {
      writeFileSync(path.join(folder, name), 'half');
      if (at !== undefined) utimesSync(path.join(folder, name), at, at);
      return name;
    };
    put(`.Statement 2256884759.csv.${uuid}.part`, hourAgo);
    put(`.Payment slip.pdf.${uuid}.part`, hourAgo);
    const kept = [
      // Being written just now, on another computer that shares the folder.
      put(`.Statement.xlsx.${uuid}.part`),
      put('.film.mkv.part', hourAgo),
      put(`.film.mkv.${uuid}.part`, hourAgo),
      put(`Statement.csv.${uuid}.part`, hourAgo),
    ];
    mkdirSync(path.join(folder, `.folder.csv.${uuid}.part`));
    utimesSync(path.join(folder, `.folder.csv.${uuid}.part`), hourAgo, hourAgo);
    const { documents } = bench(nowhere);
    expect(await documents.saveSlip({ contractNumber })).toEqual(success('saved'));
    expect(left().sort()).toEqual([...kept, `.folder.csv.${uuid}.part`, 'file'].sort());
  });

  it('is called off when the person chooses no place', async () => {
    electron.dialog.showSaveDialog.mockResolvedValue({ canceled: true, filePath: '' });
    const { documents, printed } = bench(nowhere);
    expect(await documents.saveSlip({ contractNumber })).toEqual(success('called-off'));
    expect(await documents.saveStatement(csv)).toEqual(success('called-off'));
    expect(printed).toEqual([]);
  });

  it('is not written for whoever signed in while the box stood open', async () => {
    electron.dialog.showSaveDialog.mockImplementation(() => {
      signedIn = { id: 's2' };
      return Promise.resolve({ canceled: false, filePath: file });
    });
    const answer = await bench(nowhere).documents.saveSlip({ contractNumber });
    expect(answer).toEqual(failed({ code: 'session-ended' }));
    expect(left()).toEqual([]);
  });

  it('says so when it cannot be printed or written, and leaves what was there', async () => {
    writeFileSync(file, 'old');
    const broken = bench(nowhere, { print: () => Promise.reject(new Error('gone')) }).documents;
    expect(await broken.saveSlip({ contractNumber })).toEqual(failed({ code: 'file-not-saved' }));
    expect(readFileSync(file, 'utf8')).toBe('old');
    const { documents } = bench(nowhere);
    // A folder that is not there, one that is a file, and a name that a folder has.
    const taken = path.join(folder, 'taken');
    mkdirSync(taken);
    for (const wrong of [path.join(folder, 'none', 'file'), path.join(file, 'in-a-file'), taken]) {
      electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: wrong });
      expect(await documents.saveSlip({ contractNumber })).toEqual(failed({ code: 'file-not-saved' }));
    }
    expect(left().toSorted()).toEqual(['file', 'taken']);
  });
});

describe('the statement as PDF', () => {
  it('brings all pages, tells how far it is, and prints', async () => {
    const { documents, printed } = bench(nowhere, { count: 401 });
    expect(await documents.saveStatement({ ...csv, format: 'pdf' })).toEqual(success('saved'));
    expect(told).toEqual([
      { what: 'statement', lines: 200, share: 200 / 401 },
      { what: 'statement', lines: 400, share: 400 / 401 },
      { what: 'statement', lines: 401, share: 1 },
      null,
    ]);
    expect(printed[0]?.html.match(/class="day"/g)).toHaveLength(401);
    expect(electron.dialog.showSaveDialog.mock.calls[0]?.[0].defaultPath).toContain(
      'Statement 2256884759 2026-01-01 - 2026-01-31.pdf',
    );
  });

  it('is stopped while it is printed', async () => {
    const { documents } = bench(nowhere, {
      print: (_paper, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('window closed')));
          documents.cancel();
        }),
    });
    expect(await documents.saveStatement({ ...csv, format: 'pdf' })).toEqual(success('called-off'));
    expect(left()).toEqual([]);
    expect(told.at(-1)).toBe(null);
  });

  it('names what is too long to be printed', async () => {
    const { documents } = bench(nowhere, { count: 3_001 });
    expect(await documents.saveStatement({ ...csv, format: 'pdf' })).toEqual(failed({ code: 'statement-too-long' }));
    expect(left()).toEqual([]);
  });
});

describe('the statement as CSV and XLSX', () => {
  it('streams into the file, with the person’s token and filters, and tells how far it is', async () => {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('Day,Amount\r\n1,2\r\n');
      response.end('3,4\r\n5,6\r\n');
    });
    const { documents } = bench(origin);
    expect(await documents.saveStatement({ ...csv, query: { ...query, search: 'a b' } })).toEqual(success('saved'));
    expect(asked).toEqual([
      `/v1/contracts/${contractNumber}/statement.csv?from=2026-01-01&to=2026-01-31&search=a+b&language=en Bearer token-1`,
    ]);
    expect(readFileSync(file, 'utf8')).toBe('Day,Amount\r\n1,2\r\n3,4\r\n5,6\r\n');
    expect(told.at(-2)).toEqual({ what: 'statement', lines: 3, share: 1 });
    expect(await documents.saveStatement({ ...csv, format: 'xlsx' })).toEqual(success('saved'));
    expect(asked[1]).toContain('/statement.xlsx?');
    expect(told.slice(-2)).toEqual([{ what: 'statement', lines: 3, share: null }, null]);
    expect(left()).toEqual(['file']);
  });

  it('leaves nothing when the service goes away half-way, and what was there stays', async () => {
    writeFileSync(file, 'old');
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('Day,Amount\r\n', () => response.destroy());
    });
    expect(await bench(origin).documents.saveStatement(csv)).toEqual(failed({ code: 'service-unreachable' }));
    expect(left()).toEqual(['file']);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(await bench(nowhere).documents.saveStatement(csv)).toEqual(failed({ code: 'service-unreachable' }));
  });

  it('says the service’s own words when it refuses, and follows nobody elsewhere', async () => {
    const problem = { type: 'about:blank', title: 'x', status: 404, code: 'contract-not-found' };
    const refusing = await serve((_request, response) => {
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });
    expect(await bench(refusing).documents.saveStatement(csv)).toEqual(failed({ code: 'contract-not-found' }));
    const elsewhere = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('<html>');
    });
    expect(await bench(elsewhere).documents.saveStatement(csv)).toEqual(failed({ code: 'service-answer-invalid' }));
    const gateway = await serve((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end('x'.repeat(100_000));
    });
    expect(await bench(gateway).documents.saveStatement(csv)).toEqual(
      failed({ code: 'service-unavailable', retryAfterMs: 7_000 }),
    );
    expect(left()).toEqual([]);
  });

  it('gives up on a service that falls silent', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('Day,Amount\r\n');
    });
    const real = createFileSource(createHttpClient({ fetch }));
    const { documents } = bench(origin, { files: (request) => real({ ...request, silenceMs: 100 }) });
    expect(await documents.saveStatement(csv)).toEqual(failed({ code: 'service-timeout' }));
    expect(left()).toEqual([]);
  });

  /** A service whose answer never ends; answers when the file has begun. */
  async function endless(): Promise<{ origin: string; begun: Promise<void> }> {
    let tell = (): void => undefined;
    const begun = new Promise<void>((resolve) => (tell = resolve));
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('Day,Amount\r\n', tell);
    });
    return { origin, begun };
  }

  it('is stopped by the person', async () => {
    const { origin, begun } = await endless();
    const { documents } = bench(origin);
    const saving = documents.saveStatement(csv);
    await begun;
    documents.cancel();
    expect(await saving).toEqual(success('called-off'));
    expect(left()).toEqual([]);
    expect(told.at(-1)).toBe(null);
    documents.cancel();
  });

  it('is stopped with the session, and with the program', async () => {
    for (const end of ['session', 'program'] as const) {
      signedIn = { id: 's1' };
      const { origin, begun } = await endless();
      const { documents } = bench(origin);
      const saving = documents.saveStatement(csv);
      await begun;
      if (end === 'session') {
        signedIn = null;
        status.set({ state: 'signed-out' });
      } else {
        await documents.close();
      }
      const answer: Result<SaveOutcome> = await saving;
      expect(answer).toEqual(end === 'session' ? failed({ code: 'session-ended' }) : success('called-off'));
      expect(left()).toEqual([]);
    }
  });

  it('makes one file after another', async () => {
    let open = 0;
    let most = 0;
    const origin = await serve((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      response.on('finish', () => (open -= 1));
      response.end('Day\r\n');
    });
    const { documents } = bench(origin);
    const answers = await Promise.all([documents.saveStatement(csv), documents.saveStatement(csv)]);
    expect(answers).toEqual([success('saved'), success('saved')]);
    expect(most).toBe(1);
  });
});
