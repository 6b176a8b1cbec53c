import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { z } from 'zod';
import { startServer, type RunningServer } from '../../operator/server.ts';
import type { StartOptions } from '../../operator/start-options.ts';

const operationObject = z.looseObject({ operationId: z.string().optional(), tags: z.array(z.string()) });

/** The parts of an OpenAPI document that the tests read. */
export const openApiDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationObject)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
export type OpenApiDocument = z.infer<typeof openApiDocument>;

const recordedFile = new URL('openapi.json', import.meta.url);

/** Starts a service on a free port with every route that it can have: on demo data and with the operator console. */
export function startDocumentedService(address: StartOptions['address']): Promise<RunningServer> {
  return startServer({
    address,
    port: 0,
    demo: true,
    console: true,
    paymentProvider: { file: ':memory:' },
    passwordCost: { logN: 4, r: 1, p: 1 },
    logSink: { write: () => undefined },
  });
}

/** The document that a service publishes, with its paths in alphabetical order. */
export async function readDocument(origin: string): Promise<OpenApiDocument> {
  const document = openApiDocument.parse(await (await fetch(`${origin}/openapi.json`)).json());
  const paths = Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...document, paths: Object.fromEntries(paths) };
}

/** The recorded document; null: none is recorded. */
export async function readRecorded(): Promise<OpenApiDocument | null> {
  const text = await readFile(recordedFile, 'utf8').catch(() => null);
  return text === null ? null : openApiDocument.parse(JSON.parse(text));
}

/** Records a document. Tabs keep the deeply nested file small. */
export async function writeRecorded(document: OpenApiDocument): Promise<void> {
  await writeFile(
    recordedFile,
    await format(JSON.stringify(document), { parser: 'json', printWidth: 120, useTabs: true }),
  );
}

/** The operations as `METHOD /path`, with their objects in the document. */
export function operationsOf({ paths }: OpenApiDocument): Map<string, z.infer<typeof operationObject>> {
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, of]) => [`${method.toUpperCase()} ${path}`, of] as const),
    ),
  );
}

function partsOf(document: OpenApiDocument | null): Map<string, string> {
  if (document === null) return new Map();
  const { schemas, ...components } = document.components;
  const others = Object.entries({ ...document, components }).filter(([name]) => name !== 'paths');
  const named = Object.entries(schemas).map(([name, schema]) => [`schema ${name}`, schema] as const);
  return new Map([...operationsOf(document), ...named, ...others].map(([name, part]) => [name, JSON.stringify(part)]));
}

/** Names of the operations, schemas and other parts in which two documents differ. */
export function changedParts(before: OpenApiDocument | null, after: OpenApiDocument): string[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name)).sort();
}
