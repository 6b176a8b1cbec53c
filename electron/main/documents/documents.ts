import type { BrowserWindow } from 'electron';
import PQueue from 'p-queue';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { payments } from '#protocol/api/payments.ts';
import { statement } from '#protocol/api/statement.ts';
import { requestPath } from '#protocol/operation.ts';
import type { SaveOutcome, Saving } from '#protocol/ipc/state.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Log } from '../logging/log.ts';
import { sleep } from '../app/time.ts';
import type { SessionCall } from '../operator/call.ts';
import { failureOfLine } from '../operator/failures.ts';
import { LineError } from '../operator/http.ts';
import type { FilePieces, FileSource } from '../operator/http-stream.ts';
import type { SessionManager } from '../session/session-manager.ts';
import { askWhere, fileName, type FileKind } from './ask-where.ts';
import { figuresOf } from './figures.ts';
import type { Paper } from './template.ts';
import type { PrintPdf } from './print-pdf.ts';
import { receiptPaper } from './receipt-template.ts';
import { slipPaper } from './slip-template.ts';
import { printedLines } from './statement-lines.ts';
import { statementPaper, type StatementChoice } from './statement-template.ts';
import { paperTexts } from './texts.ts';
import { wholeFile } from './whole-file.ts';

/** Files that are made for the person. Each asks where to save; `called-off`: nowhere, or stopped. */
export interface Documents {
  /** Without `amountKopecks` the slip leaves the amount open. */
  saveSlip(order: {
    readonly contractNumber: string;
    readonly amountKopecks?: number | undefined;
  }): Promise<Result<SaveOutcome>>;
  saveReceipt(order: { readonly paymentId: string }): Promise<Result<SaveOutcome>>;
  saveStatement(order: StatementOrder): Promise<Result<SaveOutcome>>;
  /** Stops the file that is being written; nothing of it stays. */
  cancel(): void;
  /** Bounded goodbye: stops it, so that nothing half-written stays behind. */
  close(): Promise<void>;
}

export interface StatementOrder {
  readonly contractNumber: string;
  readonly query: StatementChoice;
  readonly format: FileKind;
}

export interface DocumentsPorts {
  /** Calls the service for the signed-in person. */
  readonly call: SessionCall;
  readonly sessionManager: Pick<SessionManager, 'authorized' | 'whileOpen' | 'current' | 'status'>;
  readonly profile: () => Promise<Result<OperatorProfile>>;
  readonly language: () => Language;
  readonly origin: () => Promise<Result<string>>;
  readonly files: FileSource;
  readonly print: PrintPdf;
  readonly window: () => BrowserWindow | null;
  /** Told how far the file is; null: none is being written. */
  readonly told: (saving: Saving) => void;
  readonly now: () => number;
  readonly log: Log;
}

/** The service may think for long before the first line of a long statement. */
const SILENCE_MS = 30_000;
/** The screen is told this often how far a file is. */
const TOLD_EVERY_MS = 100;
const CLOSE_BOUND_MS = 1_000;

/** What one file needs while it is made. */
interface Making {
  readonly signal: AbortSignal;
  readonly progress: (saving: NonNullable<Saving>) => void;
}

function linesIn(piece: Uint8Array): number {
  let lines = 0;
  for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) lines += 1;
  return lines;
}

export function createDocuments(ports: DocumentsPorts): Documents {
  const { call, sessionManager, language, log } = ports;
  const queue = new PQueue({ concurrency: 1 });
  let stop: AbortController | null = null;

  /** Makes one file after another, and knows why one was not made. */
  function making(make: (tools: Making) => Promise<Result<SaveOutcome>>): Promise<Result<SaveOutcome>> {
    const run = async (): Promise<Result<SaveOutcome>> => {
      const session = sessionManager.current()?.id;
      const controller = new AbortController();
      stop = controller;
      // Whoever leaves the computer takes along what was not finished.
      const unwatch = sessionManager.status.watch(() => {
        if (sessionManager.current()?.id !== session) controller.abort();
      });
      let toldAt = Number.NEGATIVE_INFINITY;
      const progress = (saving: NonNullable<Saving>): void => {
        if (ports.now() - toldAt < TOLD_EVERY_MS) return;
        toldAt = ports.now();
        ports.told(saving);
      };
      try {
        return await make({ signal: controller.signal, progress });
      } catch (error) {
        if (sessionManager.current()?.id !== session) return failed({ code: 'session-ended' });
        if (controller.signal.aborted) return success('called-off');
        if (error instanceof LineError) return failed(failureOfLine(error));
        log.warn('file not saved', { error });
        return failed({ code: 'file-not-saved' });
      } finally {
        stop = null;
        unwatch();
        ports.told(null);
      }
    };
    return queue.add(run);
  }

  /** Asks where; null: nowhere. The box may stand open for long, and the program may be locked or left meanwhile. */
  async function where(name: string, kind: FileKind): Promise<Result<string | null>> {
    const session = sessionManager.current()?.id;
    // Nobody chooses a place for what cannot be had any more.
    if (session === undefined) return failed({ code: 'session-ended' });
    const file = await sessionManager.whileOpen(async () => success(await askWhere(ports.window(), name, kind)));
    return file.ok && sessionManager.current()?.id !== session ? failed({ code: 'session-ended' }) : file;
  }
  async function printTo(file: string, paper: Paper, { signal }: Making): Promise<Result<SaveOutcome>> {
    await wholeFile(file, signal).write([await ports.print(paper, signal)]);
    return success('saved');
  }
  /** A document of one sheet: what it says is asked for first, so that nobody chooses a file in vain. */
  function sheet<T>(
    what: 'slip' | 'receipt',
    read: () => Promise<Result<T>>,
    put: (facts: T, profile: OperatorProfile) => { readonly paper: Paper; readonly name: readonly string[] },
  ): Promise<Result<SaveOutcome>> {
    return making(async (tools) => {
      const facts = await read();
      if (!facts.ok) return facts;
      const profile = await ports.profile();
      if (!profile.ok) return profile;
      const { paper, name } = put(facts.value, profile.value);
      const file = await where(fileName(name, 'pdf'), 'pdf');
      if (!file.ok) return file;
      if (file.value === null) return success('called-off');
      tools.progress({ what, lines: 0, share: null });
      return printTo(file.value, paper, tools);
    });
  }

  async function printStatement(file: string, order: StatementOrder, tools: Making): Promise<Result<SaveOutcome>> {
    const profile = await ports.profile();
    if (!profile.ok) return profile;
    const { contractNumber, query } = order;
    const lines = await printedLines((part) => call(statement.page, { contractNumber, ...query, ...part }), {
      language: language(),
      figures: figuresOf(language(), profile.value.timeZone),
      told: (count, all) => tools.progress({ what: 'statement', lines: count, share: all === 0 ? null : count / all }),
      signal: tools.signal,
    });
    if (!lines.ok) return lines;
    const printed = { contractNumber, choice: query, ...lines.value };
    return printTo(file, statementPaper(printed, profile.value, language()), tools);
  }

  /** The pieces as they pass by, with the screen told how many lines of how many there are. */
  async function* counted(pieces: FilePieces, all: number, tools: Making): FilePieces {
    // The first line of a CSV is its headings.
    let lines = -1;
    for await (const piece of pieces) {
      lines += linesIn(piece);
      const share = all === 0 ? null : Math.min(1, Math.max(0, lines) / all);
      tools.progress({ what: 'statement', lines: Math.max(0, lines), share });
      yield piece;
    }
  }
  async function streamStatement(file: string, order: StatementOrder, tools: Making): Promise<Result<SaveOutcome>> {
    const { contractNumber, format, query } = order;
    const first = await call(statement.page, { contractNumber, ...query, limit: 1 });
    if (!first.ok) return first;
    const all = first.value.totals?.count ?? 0;
    const origin = await ports.origin();
    if (!origin.ok) return origin;
    const operation = format === 'csv' ? statement.csv : statement.xlsx;
    const url = origin.value + requestPath(operation, { contractNumber }, { ...query, language: language() });
    const pieces = await sessionManager.authorized((token) =>
      ports.files({
        url,
        accessToken: token,
        silenceMs: SILENCE_MS,
        signal: tools.signal,
      }),
    );
    if (!pieces.ok) return pieces;
    tools.progress({ what: 'statement', lines: format === 'csv' ? 0 : all, share: null });
    // A packed file has no lines to count; how many it will have is known all the same.
    await wholeFile(file, tools.signal).write(format === 'csv' ? counted(pieces.value, all, tools) : pieces.value);
    return success('saved');
  }

  return {
    saveSlip: (order) =>
      sheet(
        'slip',
        () => call(payments.slip, order),
        (slip, profile) => ({
          paper: slipPaper(slip, profile, language()),
          name: [paperTexts[language()].slipFile, order.contractNumber],
        }),
      ),
    saveReceipt: ({ paymentId }) =>
      sheet(
        'receipt',
        () => call(payments.receipt, { paymentId }),
        (receipt, profile) => ({
          paper: receiptPaper(receipt, profile, language()),
          name: [paperTexts[language()].receiptFile, receipt.number],
        }),
      ),
    saveStatement: (order) =>
      making(async (tools) => {
        const { from, to } = order.query;
        const period = [from, to].filter((day) => day !== undefined).join(' - ');
        const name = fileName([paperTexts[language()].statementFile, order.contractNumber, period], order.format);
        const file = await where(name, order.format);
        if (!file.ok) return file;
        if (file.value === null) return success('called-off');
        return order.format === 'pdf'
          ? printStatement(file.value, order, tools)
          : streamStatement(file.value, order, tools);
      }),
    cancel(): void {
      stop?.abort();
    },
    async close(): Promise<void> {
      stop?.abort();
      // The system's box may still be open; nothing is written then.
      await Promise.race([queue.onIdle(), sleep(CLOSE_BOUND_MS)]);
    },
  };
}
