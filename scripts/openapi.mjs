/**
 * The OpenAPI document of the operator service, for review: tests/openapi/openapi.json.
 *
 * Usage: npm run openapi [-- --write]
 *
 * Without a switch: exit status 1 when the service publishes another document than the recorded one.
 * --write  records the document that the service publishes
 */
import './bootstrap.mjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main } from './support/main.mjs';
import { say } from './support/say.mjs';

await main(async () => {
  const { changedParts, readDocument, readRecorded, startDocumentedService, writeRecorded } =
    await import('../tests/openapi/service.ts');
  const folder = mkdtempSync(path.join(tmpdir(), 'plus-cabinet-openapi-'));
  const server = await startDocumentedService({ kind: 'sqlite', file: path.join(folder, 'operator.sqlite') });
  try {
    const document = await readDocument(server.origin);
    const changed = changedParts(await readRecorded(), document);
    for (const part of changed) say(part);
    if (!process.argv.includes('--write')) return changed.length === 0 ? 0 : 1;
    await writeRecorded(document);
    return 0;
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
