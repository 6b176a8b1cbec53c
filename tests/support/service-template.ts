import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import Database from 'libsql';
import { drawnInstant } from './paths.ts';

/** Files that the global setup made once for all tests; the workers find them through their environment. */
export interface PreparedService {
  /** The bundled service: `service-entry.ts`. */
  readonly entry: string;
  /** Folder of V8's code cache. */
  readonly compileCache: string;
  /** A seeded data folder, closed, whose clock stands at `now`. */
  readonly template: string;
  /** The service's clock, ms UTC. */
  readonly now: number;
}

const VARIABLE = 'CABINET_TEST_SERVICE';
const CLOCK_OFFSET = 'clock-offset-ms';
const DATABASE = 'operator.sqlite';
const PROVIDER_DATABASE = 'payment-provider.sqlite';

/** The template of the global setup; undefined outside an end-to-end run (benchmarks). */
export function preparedService(): PreparedService | undefined {
  const text = process.env[VARIABLE];
  return text === undefined ? undefined : (JSON.parse(text) as PreparedService);
}

export function setPreparedService(prepared: PreparedService): void {
  process.env[VARIABLE] = JSON.stringify(prepared);
}

function change<T>(file: string, work: (database: InstanceType<typeof Database>) => T): T {
  const database = new Database(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/**
 * Turns a seeded folder whose service has stopped into a template. Removes the payment system's saved port,
 * because copies run in parallel.
 * @returns ms UTC of the service's clock now
 */
export function finishTemplate(folder: string): number {
  change(path.join(folder, PROVIDER_DATABASE), (database) => {
    database.prepare("delete from settings where key = 'port'").run();
  });
  return change(path.join(folder, DATABASE), (database) => {
    const row = database.prepare('select value from service_state where key = ?').get(CLOCK_OFFSET) as
      { value: string } | undefined;
    if (row === undefined) throw new Error(`The seeded service did not start its clock at ${drawnInstant}.`);
    return Date.now() + Number(row.value);
  });
}

/** Copies the template into a folder; the clock continues from the template's time. */
export async function copyTemplate({ template, now }: PreparedService, folder: string): Promise<void> {
  for (const name of await readdir(template)) await copyFile(path.join(template, name), path.join(folder, name));
  change(path.join(folder, DATABASE), (database) => {
    database.prepare('update service_state set value = ? where key = ?').run(String(now - Date.now()), CLOCK_OFFSET);
  });
}
