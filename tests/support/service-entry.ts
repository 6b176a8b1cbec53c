import { readCommandLine } from '../../operator/command-line.ts';
import { startServer } from '../../operator/server.ts';

/**
 * The operator service for end-to-end tests: the product's own start with cheap password hashes and without
 * the reference page. The cost cannot be set from the product's command line, so production never runs with it.
 */
async function serve(): Promise<void> {
  const line = readCommandLine(process.argv.slice(2), process.env);
  const { origin } = await startServer({
    address: line.address,
    port: line.port,
    demo: line.demo,
    console: line.console,
    ...(line.paymentProviderUrl === undefined || line.paymentKeys === undefined
      ? {}
      : { paymentProvider: { origin: line.paymentProviderUrl, ...line.paymentKeys } }),
    mail: { smtpUrl: line.smtpUrl, from: line.mailFrom },
    clockStart: line.clockStart,
    passwordCost: { logN: 10, r: 8, p: 1 },
    closeOnSignals: true,
  });
  process.stdout.write(`${JSON.stringify({ ready: true, origin })}\n`);
}

void serve();
