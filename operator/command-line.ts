import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { DatabaseAddress } from './platform/database/connect.ts';
import type { ProviderAccess } from './platform/payment-provider/api.ts';

export const commands = ['serve', 'seed', 'audit', 'migrate', 'payment-provider'] as const;
export type Command = (typeof commands)[number];

/** Parsed command line and environment. */
export interface CommandLine {
  readonly command: Command;
  readonly address: DatabaseAddress;
  readonly host: string | undefined;
  readonly port: number;
  readonly publicOrigin: string | undefined;
  readonly demo: boolean;
  readonly console: boolean;
  /** SMTP server; undefined: the built-in catcher. */
  readonly smtpUrl: string | undefined;
  /** Sender address; undefined: the operator's own. */
  readonly mailFrom: string | undefined;
  /** Keys shared by operator and payment system; undefined: not set. */
  readonly paymentKeys: Omit<ProviderAccess, 'origin'> | undefined;
  /** Origin of the payment system; undefined: a built-in one, in production none. */
  readonly paymentProviderUrl: string | undefined;
  /** ms UTC */
  readonly clockStart: number | undefined;
  readonly production: boolean;
  readonly seed: number | undefined;
  readonly entries: number;
  readonly contracts: number;
  readonly months: number | undefined;
  readonly channels: number | undefined;
}

/** Invalid command line or environment; the message gives the reason. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export const usage = `The operator service of Plus Cabinet.

  operator [serve]   serves the operator API until it is stopped
  operator seed      fills an empty database with demo data, and more with --entries or --contracts
  operator audit     proves the ledger; exit status 1 when it is not clean
  operator migrate   brings the database to this version
  operator payment-provider   the payment system of the demonstration, in a process of its own

  --data <folder>         SQLite database in this folder (made when missing)
  OPERATOR_DATABASE_URL   PostgreSQL database, in the environment; --data goes before it
  --host <name>           address to listen on; 127.0.0.1
  --port <number>         port to listen on, 0 for any free one; 3116, of the payment system 3117
  --public-origin <url>   where people find a service that is not on loopback: https://host[:port]
  --demo                  demo data into an empty database, and its subscribers offered for sign-in
  --console               the operator console, on this machine alone
  --clock-start <instant> where the clock of a fresh database begins, e.g. 2026-11-22T09:45:00+03:00
  --entries <number>      seed: at least so many ledger entries
  --contracts <number>    seed: so many contracts beside the demo's
  --months <number>       seed: months of history of those; 24
  --channels <number>     seed: so many channels; 240
  --seed <number>         seed: another seed, other data
  OPERATOR_SMTP_URL       smtp://user:password@host:port (or smtps://) that letters leave through, in the environment;
                          the built-in mail catcher, whose letters the console shows
  OPERATOR_MAIL_FROM      address that letters come from; the operator's own
  OPERATOR_PAYMENT_PROVIDER_URL   where the payment system is, https://host[:port], or http:// on this machine, in the
                          environment; one of the service's own process, in production none
  OPERATOR_PAYMENT_MERCHANT_KEY, OPERATOR_PAYMENT_WEBHOOK_SECRET, OPERATOR_PAYMENT_CONTROL_KEY
                          keys that both agree on, 16 characters or more, in the environment; without the last one
                          the console has no hold on the payment system
  OPERATOR_PRODUCTION=1   demo data and console are refused, mock networks are not offered, OPERATOR_SMTP_URL is needed
`;

const defaultPort = 3116;
const providerPort = 3117;

function whole(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) throw new UsageError(`--${name} wants a whole number from 0 to ${most}.`);
  return value;
}

function instant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Date.parse(text);
  // Requires a zone: without one the time would depend on the computer.
  if (Number.isNaN(value) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(text)) {
    throw new UsageError('--clock-start wants an instant with its zone, such as 2026-11-22T09:45:00+03:00.');
  }
  return value;
}

function origin(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || !text.startsWith('https://') || new URL(text).origin !== text) {
    throw new UsageError('--public-origin wants https://host or https://host:port, without anything behind it.');
  }
  return text;
}

function databaseAddress(folder: string | undefined, url: string | undefined): DatabaseAddress {
  if (folder !== undefined) return { kind: 'sqlite', file: path.resolve(folder, 'operator.sqlite') };
  if (url === undefined || url === '') {
    return { kind: 'sqlite', file: path.join(tmpdir(), 'plus-cabinet-operator', 'operator.sqlite') };
  }
  if (!/^postgres(ql)?:\/\//.test(url)) throw new UsageError('OPERATOR_DATABASE_URL wants postgres://…');
  return { kind: 'postgres', url };
}

/** Parses a URL from the environment. Errors never contain the value: it may include a password. */
function address(name: string, text: string | undefined, schemes: readonly string[]): URL | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === '' || !schemes.includes(url.protocol)) {
    throw new UsageError(`${name} wants ${schemes.map((scheme) => `${scheme}//…`).join(' or ')}.`);
  }
  return url;
}

const SHORTEST_KEY = 16;

/** Reads a secret from the environment. Errors never contain the value. */
function secret(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(text) || text.length < SHORTEST_KEY) {
    throw new UsageError(`${name} wants ${SHORTEST_KEY} visible characters or more, without blanks.`);
  }
  return text;
}

type Environment = Readonly<Record<string, string | undefined>>;

function paymentKeys(env: Environment): CommandLine['paymentKeys'] {
  const read = (name: string): string | undefined => secret(name, env[name]);
  const merchantKey = read('OPERATOR_PAYMENT_MERCHANT_KEY');
  const webhookSecret = read('OPERATOR_PAYMENT_WEBHOOK_SECRET');
  const controlKey = read('OPERATOR_PAYMENT_CONTROL_KEY') ?? null;
  if (merchantKey === undefined && webhookSecret === undefined && controlKey === null) return undefined;
  if (merchantKey === undefined || webhookSecret === undefined) {
    throw new UsageError('OPERATOR_PAYMENT_MERCHANT_KEY and OPERATOR_PAYMENT_WEBHOOK_SECRET belong together.');
  }
  return { merchantKey, webhookSecret, controlKey };
}

const LOOPBACK_URL = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

function paymentProviderUrl(text: string | undefined): string | undefined {
  const name = 'OPERATOR_PAYMENT_PROVIDER_URL';
  const url = address(name, text, ['https:', 'http:']);
  if (url === undefined) return undefined;
  if (url.href !== `${url.origin}/` || (url.protocol === 'http:' && !LOOPBACK_URL.test(url.origin))) {
    throw new UsageError(`${name} wants https://host[:port] or, on this machine, http://127.0.0.1:port.`);
  }
  return url.origin;
}

function mailAddress(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(text)) throw new UsageError('OPERATOR_MAIL_FROM wants an e-mail address.');
  return text;
}

function parse(args: readonly string[]): ReturnType<typeof parseKnown> {
  try {
    return parseKnown(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The switches cannot be understood.');
  }
}

function parseKnown(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      'public-origin': { type: 'string' },
      demo: { type: 'boolean', default: false },
      console: { type: 'boolean', default: false },
      'clock-start': { type: 'string' },
      seed: { type: 'string' },
      entries: { type: 'string' },
      contracts: { type: 'string' },
      months: { type: 'string' },
      channels: { type: 'string' },
    },
  });
}

/**
 * Parses command-line options and environment variables.
 *
 * @throws `UsageError`
 */
export function readCommandLine(args: readonly string[], env: Environment): CommandLine {
  const { values, positionals } = parse(args);
  const [name = 'serve', ...rest] = positionals;
  const command = commands.find((known) => known === name);
  if (command === undefined || rest.length > 0) throw new UsageError(`Unknown command: ${positionals.join(' ')}.`);
  const production = env['OPERATOR_PRODUCTION'] === '1';
  if (production && (values.demo || values.console)) {
    throw new UsageError('A service marked as production has neither demo data nor a console.');
  }
  const smtpUrl = address('OPERATOR_SMTP_URL', env['OPERATOR_SMTP_URL'], ['smtp:', 'smtps:'])?.href;
  if (production && command === 'serve' && smtpUrl === undefined) {
    // The catcher stores messages with their one-time links, readable by anyone with database access.
    throw new UsageError('A service marked as production sends letters: OPERATOR_SMTP_URL is missing.');
  }
  const keys = paymentKeys(env);
  const providerUrl = paymentProviderUrl(env['OPERATOR_PAYMENT_PROVIDER_URL']);
  if ((providerUrl !== undefined || command === 'payment-provider') && keys === undefined) {
    throw new UsageError('A payment system elsewhere wants OPERATOR_PAYMENT_MERCHANT_KEY and the other keys.');
  }
  if (command === 'payment-provider' && values.data === undefined) {
    throw new UsageError('The payment system wants --data: the folder of its own database.');
  }
  return {
    command,
    paymentKeys: keys,
    paymentProviderUrl: providerUrl,
    address: databaseAddress(values.data, env['OPERATOR_DATABASE_URL']),
    host: values.host,
    port: whole('port', values.port, 65_535) ?? (command === 'payment-provider' ? providerPort : defaultPort),
    publicOrigin: origin(values['public-origin']),
    demo: values.demo,
    console: values.console,
    smtpUrl,
    mailFrom: mailAddress(env['OPERATOR_MAIL_FROM']),
    clockStart: instant(values['clock-start']),
    production,
    seed: whole('seed', values.seed, 4_294_967_295),
    entries: whole('entries', values.entries, 1_000_000_000) ?? 0,
    contracts: whole('contracts', values.contracts, 10_000_000) ?? 0,
    months: whole('months', values.months, 120),
    channels: whole('channels', values.channels, 100_000),
  };
}
