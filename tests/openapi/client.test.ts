import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { payment } from '#protocol/api/payments.ts';
import { tokenGrant } from '#protocol/api/sessions.ts';
import { statementPage } from '#protocol/api/statement.ts';
import { freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { demoContracts } from '../../operator/outside/seed/demo-contracts.ts';
import { demoSubscribers } from '../../operator/outside/seed/demo-subscribers.ts';
import type { RunningServer } from '../../operator/server.ts';
import { operationsOf, readDocument, startDocumentedService, type OpenApiDocument } from './service.ts';

interface ClientAnswer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response?: Response;
}
type ClientFunction = (options: object) => Promise<ClientAnswer>;

let database: TestDatabase;
let server: RunningServer;
let document: OpenApiDocument;
let folder: string;
let client: Readonly<Record<string, ClientFunction | undefined>>;

beforeAll(async () => {
  database = await freshDatabase('sqlite');
  server = await startDocumentedService(database.address);
  document = await readDocument(server.origin);
  folder = await mkdtemp(path.join(tmpdir(), 'plus-cabinet-client-'));
  await createClient({
    input: document,
    output: { path: folder, importFileExtension: '.ts' },
    plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
    logs: { level: 'silent' },
  });
  client = (await import(path.join(folder, 'sdk.gen.ts'))) as typeof client;
});

afterAll(async () => {
  await server.close();
  await database.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Calls the generated function of an operation, `METHOD /path`. */
async function call(name: string, options: object): Promise<unknown> {
  const operationId = operationsOf(document).get(name)?.operationId ?? '';
  const ask = client[operationId];
  if (ask === undefined) throw new Error(`The client has no function for ${name}.`);
  const answer = await ask({ baseUrl: server.origin, ...options });
  expect({ name, ok: answer.response?.ok, error: answer.error }).toEqual({ name, ok: true, error: undefined });
  return answer.data;
}

describe('a client generated from the published document', () => {
  test('names its functions by the operation ids', () => {
    const ids = [...operationsOf(document)].map(([name, { operationId }]) => operationId ?? name);
    expect(Object.keys(client).sort()).toEqual(ids.sort());
  });

  test('signs in as a demo subscriber, reads a statement and creates a payment', async () => {
    const subscriber = demoSubscribers.find(({ key }) => key === 'healthy')!;
    const { email, password } = subscriber;
    const device = { name: 'Generated client', platform: 'linux' };
    const grant = tokenGrant.parse(
      await call('POST /v1/sessions', { body: { email, password, computer: 'own', device } }),
    );
    const auth = grant.accessToken;
    const contractNumber = demoContracts.healthy;
    const page = statementPage.parse(
      await call('GET /v1/contracts/{contractNumber}/statement', {
        auth,
        path: { contractNumber },
        query: { limit: 5 },
      }),
    );
    expect(page.entries).toHaveLength(5);
    const body = {
      payee: contractNumber,
      amountKopecks: 50_000,
      method: 'bank-card',
      phone: null,
      linkedCardId: null,
      linkCard: false,
      language: 'en',
    };
    const headers = { 'idempotency-key': 'generated-client-payment' };
    const created = payment.parse(await call('POST /v1/payments', { auth, headers, body }));
    expect(created).toMatchObject({ amountKopecks: 50_000, method: 'bank-card' });
    expect(created.pageUrl).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });
});
