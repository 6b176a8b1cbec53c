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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Opens the core, runs `work` and always closes the database. */
async function withCore<T>({ address, clockStart }: CommandLine, work: (core: Core) => Promise<T>): Promise<T> {
  const core = await openCore({ migrations, address, clockStart });
  try {
    return await work(core);
  } finally {
    await core.close();
  }
}

/** Serves until SIGTERM or SIGINT. Prints its address as one line of JSON for the parent process. */
async function serve(options: CommandLine): Promise<void> {
  const [{ startServer }, { registerDocs }] = await Promise.all([
    import('./server.ts'),
    import('./platform/http/docs-page.ts'),
  ]);
  const { origin } = await startServer({
    address: options.address,
    ...(options.host === undefined ? {} : { host: options.host }),
    port: options.port,
    ...(options.publicOrigin === undefined ? {} : { publicOrigin: options.publicOrigin }),
    production: options.production,
    demo: options.demo,
    console: options.console,
    ...(options.paymentProviderUrl === undefined || options.paymentKeys === undefined
      ? {}
      : { paymentProvider: { origin: options.paymentProviderUrl, ...options.paymentKeys } }),
    mail: { smtpUrl: options.smtpUrl, from: options.mailFrom },
    clockStart: options.clockStart,
    docs: registerDocs,
    closeOnSignals: true,
  });
  print(JSON.stringify({ ready: true, origin }));
}

/** Runs the payment system as a separate process until SIGTERM or SIGINT. Prints its address as `serve` does. */
async function paymentProvider(options: CommandLine): Promise<void> {
  const [{ startPaymentProvider }, { providerFile }] = await Promise.all([
    import('./outside/payment-provider/provider.ts'),
    import('./outside/payment-provider/provider-process.ts'),
  ]);
  const provider = await startPaymentProvider({
    file: providerFile(options.address),
    ...(options.host === undefined ? {} : { host: options.host }),
    port: options.port,
    publicOrigin: options.publicOrigin,
    keys: options.paymentKeys,
    log: { level: 'info', sink: { write: (text) => void process.stderr.write(text) } },
  });
  onSignals(() => provider.close());
  print(JSON.stringify({ ready: true, origin: provider.access.origin }));
}

async function seed(options: CommandLine): Promise<void> {
  await withCore(options, async (core) => {
    const [{ seedDemo }, { seedLarge }] = await Promise.all([
      import('./outside/seed/seed-demo.ts'),
      import('./outside/seed/seed-large.ts'),
    ]);
    const chosen = options.seed === undefined ? {} : { seed: options.seed };
    const demo = await seedDemo(core, {
      ...chosen,
      createAccount: accountCreator(createPasswords(), () => core.clock.now()),
      ...(options.channels === undefined ? {} : { channels: options.channels }),
      production: options.production,
    });
    print(demo === null ? 'The demo data is there already.' : `Demo data: ${demo} ledger entries.`);
    const entries = options.entries - (demo ?? 0);
    if (entries <= 0 && options.contracts === 0) return;
    const large = await seedLarge(core, {
      ...chosen,
      entries: Math.max(0, entries),
      contracts: options.contracts,
      ...(options.months === undefined ? {} : { months: options.months }),
    });
    print(`Large set: ${large.contracts} contracts, ${large.entries} ledger entries.`);
  });
}

/** Runs the command; returns the exit status. */
async function run(options: CommandLine): Promise<number> {
  switch (options.command) {
    case 'serve':
      await serve(options);
      return 0;
    case 'seed':
      await seed(options);
      return 0;
    case 'audit': {
      const report = await withCore(options, audit);
      print(auditText(report));
      return report.findings.length === 0 ? 0 : 1;
    }
    case 'migrate':
      await withCore(options, () => Promise.resolve());
      print('The database is at this version.');
      return 0;
    case 'payment-provider':
      await paymentProvider(options);
      return 0;
    default:
      return assertNever(options.command);
  }
}

/** Error message for the terminal; unexpected errors include the stack. */
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
