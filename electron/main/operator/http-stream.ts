import type { Readable } from 'node:stream';
import axios, { isAxiosError } from 'axios';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { failureOf } from './failures.ts';
import { LineError } from './http.ts';

/** A question whose answer is a file, taken as it comes. */
export interface FileRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How long the service may be silent, before its answer and within it, ms. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/** The pieces of a file. Throws LineError when the line breaks, or the service falls silent, before its end. */
export type FilePieces = AsyncIterable<Uint8Array>;

/** An answer that is no success is a failure with the service's own code. Errors: LineError. */
export type FileSource = (request: FileRequest) => Promise<Result<FilePieces>>;

/** The words of a refusal are short; more is not read. */
const MAX_REFUSAL_BYTES = 64 * 1024;
/** More than any export; a hostile or broken service does not fill the disk. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

function lineError(error: unknown): LineError {
  if (error instanceof LineError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  // The cause may carry the request with its header; only its code goes on.
  return new LineError(isAxiosError(error) && (code === 'ETIMEDOUT' || code === 'ECONNABORTED'), { cause: code });
}

async function* piecesOf(body: Readable, silenceMs: number, most: number): FilePieces {
  let taken = 0;
  // Only the line is watched: while a piece is being written nobody waits for the next one.
  const next = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const silence = setTimeout(() => body.destroy(new LineError(true)), silenceMs);
      const piece = await next.next().finally(() => clearTimeout(silence));
      if (piece.done === true) return;
      taken += piece.value.length;
      if (taken > most) throw new LineError(false, { cause: 'too large' });
      yield piece.value;
    }
  } catch (error) {
    throw lineError(error);
  } finally {
    body.destroy();
  }
}

async function refusalOf(body: Readable, silenceMs: number): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of piecesOf(body, silenceMs, MAX_REFUSAL_BYTES)) pieces.push(piece);
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Takes files from the service: no redirects, no proxy on loopback, nothing held in memory. As `createHttpSend`. */
export function createFileSource(): FileSource {
  const client = axios.create({
    adapter: 'http',
    maxRedirects: 0,
    validateStatus: () => true,
    responseType: 'stream',
    transitional: { clarifyTimeoutError: true },
  });
  return async ({ url, headers, silenceMs, signal }) => {
    try {
      const answer = await client.get<Readable>(url, {
        headers: { accept: '*/*', ...headers },
        timeout: silenceMs,
        signal,
        ...(url.startsWith('http:') ? { proxy: false as const } : {}),
      });
      if (answer.status === 200) return success(piecesOf(answer.data, silenceMs, MAX_FILE_BYTES));
      const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
      return failed(
        failureOf({
          status: answer.status,
          contentType: text(answer.headers['content-type']) ?? '',
          retryAfter: text(answer.headers['retry-after']),
          body: await refusalOf(answer.data, silenceMs),
        }),
      );
    } catch (error) {
      throw lineError(error);
    }
  };
}
