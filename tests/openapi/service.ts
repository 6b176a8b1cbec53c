import { z } from 'zod';
import { startServer, type RunningServer } from '../../operator/server.ts';
import type { StartOptions } from '../../operator/start-options.ts';

/** The parts of an OpenAPI document that the tests read. */
export const openApiDocument = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ operationId: z.string().optional(), tags: z.array(z.string()) })),
  ),
});
export type OpenApiDocument = z.infer<typeof openApiDocument>;

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
