import axios, { isAxiosError, type AxiosInstance } from 'axios';

/** One HTTP exchange with the service, as the rest of main sees it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

/** No answer at all: the line is down, or the answer did not come in time. */
export class LineError extends Error {
  override readonly name = 'LineError';
  readonly timedOut: boolean;
  constructor(timedOut: boolean, options?: ErrorOptions) {
    super(timedOut ? 'no answer in time' : 'no connection', options);
    this.timedOut = timedOut;
  }
}

/** Errors: LineError. Every status is an answer, never an error. */
export type HttpSend = (request: HttpRequest) => Promise<HttpAnswer>;

/** More than any answer of the service; a hostile or broken one does not fill the memory. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

function headerText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * The one axios instance. Redirects are never followed: the service has none, and a followed one would carry the
 * session's token to another origin. No proxy from the environment for the same reason on loopback.
 */
export function createHttpSend(): HttpSend {
  const client: AxiosInstance = axios.create({
    adapter: 'http',
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    maxBodyLength: MAX_ANSWER_BYTES,
    validateStatus: () => true,
    responseType: 'text',
    transitional: { silentJSONParsing: true, forcedJSONParsing: false, clarifyTimeoutError: true },
  });
  return async (request) => {
    const type = request.body === undefined ? null : 'application/json';
    try {
      const answer = await client.request<string>({
        method: request.method,
        url: request.url,
        // Without a body axios would call nothing at all a form, which the service does not read.
        headers: { accept: 'application/json, application/problem+json', 'content-type': type, ...request.headers },
        timeout: request.timeoutMs,
        ...(request.url.startsWith('http:') ? { proxy: false as const } : {}),
        ...(request.body === undefined ? {} : { data: request.body }),
        ...(request.signal ? { signal: request.signal } : {}),
      });
      return {
        status: answer.status,
        contentType: headerText(answer.headers['content-type']) ?? '',
        retryAfter: headerText(answer.headers['retry-after']),
        body: parse(answer.data),
      };
    } catch (error) {
      const timedOut = isAxiosError(error) && (error.code === 'ETIMEDOUT' || error.code === 'ECONNABORTED');
      // The cause may carry the request with its header; only its code goes on.
      const code = isAxiosError(error) ? (error.code ?? 'unknown') : 'unknown';
      throw new LineError(timedOut, { cause: code });
    }
  };
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
