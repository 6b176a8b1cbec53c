import { assertNever } from '#protocol/assert-never.ts';
import { accountCreator } from './domains/accounts/accounts.ts';
import { createPasswords } from './domains/accounts/passwords/passwords.ts';
import { audit, auditText } from './domains/audit/audit.ts';
import { onSignals } from './platform/lifecycle/closing.ts';
import { readCommandLine, usage, UsageError, type CommandLine } from './command-line.ts';
import { openCore, type Core } from './platform/lifecycle/core.ts';
import { migrations } from './migrations/index.ts';
import { storageFailureCode } from './platform/database/errors.ts';
import { SeedRefused } from './outside/seed/guard.ts';
import { StartFailure } from './platform/lifecycle/start-failure.ts';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Opens the database for one piece of work and closes it whatever happens. */
async function withCore<T>({ address, clockStart }: CommandLine, work: (core: Core) => Promise<T>): Promise<T> {
  const core = await openCore({ migrations, address, clockStart });
  try {
    return await work(core);
  } finally {
    await core.close();
  }
}

/** Serves until SIGTERM or SIGINT. Tells where, as one line of JSON, for whoever started it. */
async function serve(line: CommandLine): Promise<void> {
  const [{ startServer }, { registerDocs }] = await Promise.all([
    import('./server.ts'),
    import('./platform/http/docs-page.ts'),
  ]);
  const { origin } = await startServer({
    address: line.address,
    ...(line.host === undefined ? {} : { host: line.host }),
    port: line.port,
    ...(line.publicOrigin === undefined ? {} : { publicOrigin: line.publicOrigin }),
    production: line.production,
    demo: line.demo,
    console: line.console,
    ...(line.paymentProviderUrl === undefined || line.paymentKeys === undefined
      ? {}
      : { paymentProvider: { origin: line.paymentProviderUrl, ...line.paymentKeys } }),
    mail: { smtpUrl: line.smtpUrl, from: line.mailFrom },
    clockStart: line.clockStart,
    docs: registerDocs,
    closeOnSignals: true,
  });
  say(JSON.stringify({ ready: true, origin }));
}

/** The payment system in a process of its own, until SIGTERM or SIGINT. Tells where it is, as the service does. */
async function paymentProvider(line: CommandLine): Promise<void> {
  const [{ startPaymentProvider }, { providerFile }] = await Promise.all([
    import('./outside/payment-provider/provider.ts'),
    import('./outside/payment-provider/provider-process.ts'),
  ]);
  const provider = await startPaymentProvider({
    file: providerFile(line.address),
    ...(line.host === undefined ? {} : { host: line.host }),
    port: line.port,
    publicOrigin: line.publicOrigin,
    keys: line.paymentKeys,
    log: { level: 'info', sink: { write: (text) => void process.stderr.write(text) } },
  });
  onSignals(() => provider.close());
  say(JSON.stringify({ ready: true, origin: provider.access.origin }));
}

async function seed(line: CommandLine): Promise<void> {
  await withCore(line, async (core) => {
    const [{ seedDemo }, { seedLarge }] = await Promise.all([
      import('./outside/seed/seed-demo.ts'),
      import('./outside/seed/seed-large.ts'),
    ]);
    const chosen = line.seed === undefined ? {} : { seed: line.seed };
    const demo = await seedDemo(core, {
      ...chosen,
      createAccount: accountCreator(createPasswords(), () => core.clock.now()),
      ...(line.channels === undefined ? {} : { channels: line.channels }),
      production: line.production,
    });
    say(demo === null ? 'The demo data is there already.' : `Demo data: ${demo} ledger entries.`);
    const entries = line.entries - (demo ?? 0);
    if (entries <= 0 && line.contracts === 0) return;
    const large = await seedLarge(core, {
      ...chosen,
      entries: Math.max(0, entries),
      contracts: line.contracts,
      ...(line.months === undefined ? {} : { months: line.months }),
    });
    say(`Large set: ${large.contracts} contracts, ${large.entries} ledger entries.`);
  });
}

/** Does what was asked for; returns the exit status. */
async function run(line: CommandLine): Promise<number> {
  switch (line.command) {
    case 'serve':
      await serve(line);
      return 0;
    case 'seed':
      await seed(line);
      return 0;
    case 'audit': {
      const report = await withCore(line, audit);
      say(auditText(report));
      return report.findings.length === 0 ? 0 : 1;
    }
    case 'migrate':
      await withCore(line, () => Promise.resolve());
      say('The database is at this version.');
      return 0;
    case 'payment-provider':
      await paymentProvider(line);
      return 0;
    default:
      return assertNever(line.command);
  }
}

/** What went wrong, in words where there are any; a fault of the program shows where it is. */
function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
  if (error instanceof SeedRefused) return error.message;
  if (error instanceof StartFailure) return `${error.code}: ${error.message}`;
  const code = storageFailureCode(error);
  if (code !== null && error instanceof Error) return `${code}: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  process.exitCode = await run(readCommandLine(process.argv.slice(2), process.env));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
