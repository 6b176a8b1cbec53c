import { createHash, randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer that the operator gives instead of its own. */
export interface Planned {
  readonly status: number;
  readonly body: unknown;
  readonly type?: string;
}

/** An operator's authorization server with nothing behind it: it signs in whoever comes. */
export interface FakeOperator {
  readonly origin: string;
  /** Put over the metadata; a member of value undefined is left out. */
  metadata: Record<string, unknown>;
  /** Answered instead of the metadata, or of a token. */
  planned: { discovery: Planned | null; token: Planned | null };
  /** Codes are exchanged once and for the verifier of their challenge. */
  readonly exchanged: URLSearchParams[];
  /** Where the browser is sent when the person allowed it, from the address that it was opened with. */
  allowed(address: string): URL;
  /** The same with an error. */
  refused(address: string, error: string): URL;
  stop(): Promise<void>;
}

export const ticket = 'T'.repeat(43);

export function startFakeOperator(): Promise<FakeOperator> {
  const challenges = new Map<string, string>();
  const exchanged: URLSearchParams[] = [];
  const planned: FakeOperator['planned'] = { discovery: null, token: null };
  const send = (response: ServerResponse, { status, body, type = 'application/json' }: Planned): void => {
    response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const exchange = (form: URLSearchParams): Planned => {
    exchanged.push(form);
    const challenge = challenges.get(form.get('code') ?? '');
    challenges.delete(form.get('code') ?? '');
    const fits =
      challenge ===
      createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
    if (!fits) return { status: 400, body: { error: 'invalid_grant' } };
    return { status: 200, body: { access_token: ticket, token_type: 'Bearer', expires_in: 300, scope: 'identity' } };
  };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      if (request.url === '/oauth/token' && request.method === 'POST') {
        send(response, planned.token ?? exchange(new URLSearchParams(text)));
      } else if (request.url === '/.well-known/oauth-authorization-server') {
        send(response, planned.discovery ?? { status: 200, body: operator.metadata });
      } else {
        send(response, { status: 404, body: {} });
      }
    });
  });
  const back = (address: string, answer: (asked: URLSearchParams) => Record<string, string>): URL => {
    const asked = new URL(address).searchParams;
    const target = new URL(asked.get('redirect_uri') ?? '');
    target.search = new URLSearchParams({
      ...answer(asked),
      state: asked.get('state') ?? '',
      iss: operator.origin,
    }).toString();
    return target;
  };
  const operator = {
    origin: '',
    metadata: {} as Record<string, unknown>,
    planned,
    exchanged,
    allowed: (address: string) =>
      back(address, (asked) => {
        const code = randomBytes(32).toString('base64url');
        challenges.set(code, asked.get('code_challenge') ?? '');
        return { code };
      }),
    refused: (address: string, error: string) => back(address, () => ({ error })),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      operator.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      operator.metadata = {
        issuer: operator.origin,
        authorization_endpoint: `${operator.origin}/oauth/authorize`,
        token_endpoint: `${operator.origin}/oauth/token`,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
      };
      resolve(operator);
    });
  });
}
