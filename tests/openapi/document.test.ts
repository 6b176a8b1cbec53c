import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '#protocol/api/operations.ts';
import { operationIdOf, type Operation } from '#protocol/operation.ts';
import { freshDatabase, type TestDatabase } from '#tests/databases.ts';
import type { RunningServer } from '../../operator/server.ts';
import {
  changedParts,
  operationsOf,
  readDocument,
  readRecorded,
  startDocumentedService,
  type OpenApiDocument,
} from './service.ts';

const declared = Object.values<Readonly<Record<string, Operation>>>(operations).flatMap((domain) =>
  Object.values(domain),
);
const nameOf = ({ method, path }: Operation): string => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;

let database: TestDatabase;
let server: RunningServer;
let document: OpenApiDocument;

beforeAll(async () => {
  database = await freshDatabase('sqlite');
  server = await startDocumentedService(database.address);
  document = await readDocument(server.origin);
});

afterAll(async () => {
  await server.close();
  await database.remove();
});

test('the published document is as recorded; `npm run openapi -- --write` records it anew', async () => {
  expect(changedParts(await readRecorded(), document)).toEqual([]);
});

test('a changed operation, schema or other part is reported by name', () => {
  const changed = structuredClone(document);
  changed.paths['/v1/profile']!['get']!['summary'] = 'Another summary.';
  delete changed.paths['/console/clock'];
  changed.components.schemas['Problem'] = {};
  changed['servers'] = [];
  const names = ['GET /console/clock', 'GET /v1/profile', 'schema Problem', 'servers'];
  expect(changedParts(document, changed)).toEqual(names);
});

test('the document has exactly the declared operations, under their ids', () => {
  const published = [...operationsOf(document)].map(([name, { operationId }]) => `${name}: ${operationId ?? 'no id'}`);
  expect(published.sort()).toEqual(declared.map((of) => `${nameOf(of)}: ${operationIdOf(of)}`).sort());
});
