import type { AxiosInstance } from 'axios';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { failureOf } from './failures.ts';
import { answerHead, LineError, lineErrorOf } from './http.ts';

/** A request whose response is a file, read piece by piece. */
export interface FileRequest {
  readonly url: string;
  readonly accessToken: string;
  /** How long the service may send nothing, before the response and within it, ms. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/** The pieces of a file. Throws LineError if the connection breaks, or the service sends nothing for too long. */
export type FilePieces = AsyncIterable<Uint8Array>;

/** Any status but 200 is a failure with the service's code. Errors: LineError. */
export type FileSource = (request: FileRequest) => Promise<Result<FilePieces>>;

/** A problem document is short; more is not read. */
const MAX_PROBLEM_BYTES = 64 * 1024;
/** Larger than any export; a broken or hostile service does not fill the disk. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** Cancels a request when nothing arrives for too long. */
interface Silence {
  readonly signal: AbortSignal;
  /** Waits for the next piece, for `silenceMs` at most. Errors: LineError. */
  during<T>(next: Promise<T>): Promise<T>;
  /** Cancels the request, if it is still running. */
  end(): void;
}

function watchSilence(silenceMs: number): Silence {
  const controller = new AbortController();
  let timedOut = false;
  return {
    signal: controller.signal,
    async during<T>(next: Promise<T>): Promise<T> {
      const timer = setTimeout(() => {
        timedOut = true;
        controller.abort();
      }, silenceMs);
      try {
        return await next;
      } catch (error) {
        throw timedOut ? new LineError(true, { cause: 'ETIMEDOUT' }) : lineErrorOf(error);
      } finally {
        clearTimeout(timer);
      }
    },
    end: () => controller.abort(),
  };
}

async function* piecesOf(body: ReadableStream<Uint8Array>, silence: Silence, maxBytes: number): FilePieces {
  const reader = body.getReader();
  let size = 0;
  try {
    for (;;) {
      // The time limit holds for the network alone: none runs while a piece is being written to disk.
      const piece = await silence.during(reader.read());
      if (piece.done) return;
      size += piece.value.length;
      if (size > maxBytes) throw new LineError(false, { cause: 'too large' });
      yield piece.value;
    }
  } finally {
    silence.end();
  }
}

async function problemOf(body: ReadableStream<Uint8Array>, silence: Silence): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of piecesOf(body, silence, MAX_PROBLEM_BYTES)) pieces.push(piece);
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Downloads files by the one axios instance; nothing is held in memory. */
export function createFileSource(client: AxiosInstance): FileSource {
  return async ({ url, accessToken, silenceMs, signal }) => {
    const silence = watchSilence(silenceMs);
    const response = await silence.during(
      client.get<ReadableStream<Uint8Array> | null>(url, {
        headers: { accept: '*/*' },
        accessToken,
        responseType: 'stream',
        // No `timeout`: axios would measure the whole download.
        signal: AbortSignal.any([signal, silence.signal]),
      }),
    );
    const body = response.data ?? new Blob([]).stream();
    if (response.status === 200) return success(piecesOf(body, silence, MAX_FILE_BYTES));
    return failed(failureOf({ ...answerHead(response), body: await problemOf(body, silence) }));
  };
}
