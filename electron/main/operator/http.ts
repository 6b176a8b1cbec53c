import axios, { isAxiosError, type AxiosInstance } from 'axios';

/** One HTTP request to the service. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as `Authorization: Bearer …`. */
  readonly accessToken?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Limit for the whole exchange, from the connection to the last byte of the response, ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | null;
  /** The service's id of the request, as in its log. */
  readonly requestId?: string;
  readonly body: unknown;
}

/** No response: the connection failed or timed out. `cause` is the reason's code, such as `ERR_CONNECTION_REFUSED`. */
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

/** `fetch` of Electron's network stack; in tests that of Node. */
export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

declare module 'axios' {
  interface AxiosRequestConfig {
    /** The request interceptor sends it as `Authorization: Bearer …`. */
    accessToken?: string;
  }
}

/** Larger than any response of the service: a broken or hostile one does not fill the memory. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

const JSON_TYPES = 'application/json, application/problem+json';

/** Code of the innermost known cause: `ERR_…` of Chromium (its message is `net::ERR_…`) or `E…` of Node. */
function reasonOf(error: unknown): string {
  let reason = 'unknown';
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const chromium = /^net::(ERR_\w+)/.exec(cause.message)?.[1];
    if (chromium !== undefined) return chromium;
    if ('code' in cause && typeof cause.code === 'string') reason = cause.code;
  }
  return reason;
}

/** @returns the error itself if it is a LineError already */
export function lineErrorOf(error: unknown): LineError {
  if (error instanceof LineError) return error;
  const timedOut = isAxiosError(error) && (error.code === 'ETIMEDOUT' || error.code === 'ECONNABORTED');
  // The error holds the request with its access token; only the reason's code is passed on.
  return new LineError(timedOut, { cause: timedOut ? error.code : reasonOf(error) });
}

/**
 * Creates the one axios instance. Its interceptors add the access token and turn every error into a LineError. Redirects are not followed: the service has none, and the access token would go to another origin.
 */
export function createHttpClient(ports: { readonly fetch: Fetch }): AxiosInstance {
  const client = axios.create({
    adapter: 'fetch',
    env: { fetch: ports.fetch },
    withCredentials: false,
    maxRedirects: 0,
    maxBodyLength: MAX_ANSWER_BYTES,
    validateStatus: () => true,
    transitional: { silentJSONParsing: true, forcedJSONParsing: false, clarifyTimeoutError: true },
  });
  client.interceptors.request.use((config) => {
    const { accessToken } = config;
    if (accessToken !== undefined) config.headers.set('authorization', `Bearer ${accessToken}`);
    return config;
  });
  client.interceptors.response.use(undefined, (error: unknown) => {
    throw lineErrorOf(error);
  });
  return client;
}

/** The parts of a response's head that are needed to read it. */
export function answerHead(response: {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}): Omit<HttpAnswer, 'body'> {
  const header = (name: string): string | null => {
    const value = response.headers[name];
    return typeof value === 'string' ? value : null;
  };
  const requestId = header('x-request-id');
  return {
    status: response.status,
    contentType: header('content-type') ?? '',
    retryAfter: header('retry-after'),
    ...(requestId === null ? {} : { requestId }),
  };
}

/** Sends requests and reads JSON responses of at most 8 MiB. */
export function createHttpSend(client: AxiosInstance): HttpSend {
  return async ({ method, url, headers, accessToken, body, timeoutMs, signal }) => {
    const response = await client.request<string>({
      method,
      url,
      // Null: axios would otherwise name a form as the type of an empty body, which the service does not read.
      headers: { accept: JSON_TYPES, 'content-type': body === undefined ? null : 'application/json', ...headers },
      responseType: 'text',
      maxContentLength: MAX_ANSWER_BYTES,
      timeout: timeoutMs,
      ...(accessToken === undefined ? {} : { accessToken }),
      ...(body === undefined ? {} : { data: body }),
      ...(signal ? { signal } : {}),
    });
    return { ...answerHead(response), body: parse(response.data) };
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
