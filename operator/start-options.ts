import type { FastifyInstance } from 'fastify';
import type { PasswordCost } from './domains/accounts/passwords/passwords.ts';
import type { TimeSource } from './platform/clock/system-time.ts';
import type { DatabaseAddress } from './platform/database/connect.ts';
import type { PaymentProviderChoice } from './outside/payment-provider/provider-process.ts';
import type { LogSink } from './platform/http/logging.ts';
import type { Limits } from './platform/http/rate-limits.ts';
import type { MailOptions } from './mail-parts.ts';

/** Options for starting a service. */
export interface StartOptions {
  readonly address: DatabaseAddress;
  /** Host name or address to listen on. Default: loopback. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** Public origin of a service that is not on loopback, `https://host[:port]`. */
  readonly publicOrigin?: string;
  /** Production data: all demonstration features are disabled. */
  readonly production?: boolean;
  /** Seeds an empty database with demo data. */
  readonly demo: boolean;
  /** Enables the operator console; on loopback only. */
  readonly console: boolean;
  /** Mail settings. Default: the built-in mail catcher. */
  readonly mail?: MailOptions;
  /** Payment system. Default: a built-in one with its data beside the database; in production none. */
  readonly paymentProvider?: PaymentProviderChoice;
  /** Default: system time. */
  readonly time?: TimeSource;
  /** Initial clock time of a fresh database, ms UTC. */
  readonly clockStart?: number | undefined;
  /** pino's level. Default: `info`. */
  readonly logLevel?: string;
  /** Log destination. Default: standard error. */
  readonly logSink?: LogSink;
  readonly limits?: Partial<Limits>;
  /** Cost of password hashes. Default: full cost (tests lower it). */
  readonly passwordCost?: PasswordCost;
  /** Registers the API reference page; `registerDocs` of http/docs-page.ts in the standalone service. */
  readonly docs?: (app: FastifyInstance) => Promise<void>;
  /** Closes the service on SIGTERM and SIGINT. */
  readonly closeOnSignals?: boolean;
}
