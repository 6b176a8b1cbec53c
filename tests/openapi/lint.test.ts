import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tags } from '#protocol/api/tags.ts';
import { freshDatabase, type TestDatabase } from '#tests/databases.ts';
import type { RunningServer } from '../../operator/server.ts';
import { readDocument, startDocumentedService, type OpenApiDocument } from './service.ts';

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

/** Warnings of Redocly's recommended rules that do not apply, with the reason. */
const accepted = [
  // `by-key` is a fixed segment: no payment has that id.
  'no-ambiguous-paths #/paths/~1v1~1payments~1{paymentId}~1cancellation',
  'no-ambiguous-paths #/paths/~1v1~1payments~1{paymentId}~1check',
  'no-ambiguous-paths #/paths/~1v1~1payments~1{paymentId}~1receipt',
  // A browser is redirected: 302.
  'operation-2xx-response #/paths/~1oauth~1authorize/get/responses',
  'operation-2xx-response #/paths/~1oauth~1callback~1{provider}/get/responses',
  // Health checks refuse nobody.
  'operation-4xx-response #/paths/~1health~1live/get/responses',
  'operation-4xx-response #/paths/~1health~1ready/get/responses',
];

async function redoclyProblems(of: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(of), absoluteRef: '/openapi.json', config });
  return problems.map(({ location, message, ruleId, severity }) => {
    const place = `${ruleId} ${location[0]?.pointer ?? ''}`;
    return severity === 'error' ? `error: ${place}: ${message}` : place;
  });
}

async function spectralProblems(of: object): Promise<string[]> {
  const spectral = new spectralCore.Spectral();
  spectral.setRuleset({
    extends: [spectralRulesets.oas as RulesetDefinition],
    // Every operation has a summary; a description only where there is more to say.
    rules: { 'operation-description': 'off' },
  });
  const problems = await spectral.run(of as Record<string, unknown>);
  return problems.map(({ code, message, path }) => `${code} ${path.join('/')}: ${message}`);
}

test('the published document passes Redocly’s recommended rules', async () => {
  expect((await redoclyProblems(document)).sort()).toEqual(accepted);
});

test('the published document passes Spectral’s OpenAPI rules', async () => {
  expect(await spectralProblems(document)).toEqual([]);
});

test('both linters report a document without a version', async () => {
  const broken = { ...document, info: { title: 'Broken' } };
  expect((await redoclyProblems(broken)).filter((problem) => problem.startsWith('error: '))).not.toEqual([]);
  expect(await spectralProblems(broken)).not.toEqual([]);
});

test('every tag of an operation is described, and every described tag is used', () => {
  const used = Object.values(document.paths).flatMap((methods) => Object.values(methods).flatMap((of) => of.tags));
  expect([...new Set(used)].sort()).toEqual(Object.keys(tags).sort());
  expect(document['tags']).toEqual(Object.entries(tags).map(([name, description]) => ({ name, description })));
});
