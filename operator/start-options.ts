import type { FastifyInstance } from 'fastify';
import type { PasswordCost } from './domains/accounts/passwords/passwords.ts';
import type { TimeSource } from './platform/clock/system-time.ts';
import type { DatabaseAddress } from './platform/database/connect.ts';
import type { PaymentProviderChoice } from './outside/payment-provider/provider-process.ts';
import type { LogSink } from './platform/http/logging.ts';
import type { Limits } from './platform/http/rate-limits.ts';
import type { MailOptions } from './mail-parts.ts';

/** How a service is to run. */
export interface StartOptions {
  readonly address: DatabaseAddress;
  /** Name or address to listen on; loopback unless given. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where people find a service that is not on loopback, `https://host[:port]`. */
  readonly publicOrigin?: string;
  /** Real people's data: nothing that is only a demonstration is offered. */
  readonly production?: boolean;
  /** Seeds demo data into an empty database. */
  readonly demo: boolean;
  /** Offers the operator console; on loopback alone. */
  readonly console: boolean;
  /** Where letters leave through; the built-in mail catcher unless given. */
  readonly mail?: MailOptions;
  /** One of this process beside the data unless given; in production none. */
  readonly paymentProvider?: PaymentProviderChoice;
  /** The computer's time unless given. */
  readonly time?: TimeSource;
  /** The moment (ms UTC) at which a fresh database's clock begins. */
  readonly clockStart?: number | undefined;
  /** pino's level; `info` unless given. */
  readonly logLevel?: string;
  /** Where lines of the log go; standard error unless given. */
  readonly logSink?: LogSink;
  readonly limits?: Partial<Limits>;
  /** Cost of password hashes; the full one unless given (tests). */
  readonly passwordCost?: PasswordCost;
  /** The reference page; `registerDocs` of http/docs-page.ts in the standalone service. */
  readonly docs?: (app: FastifyInstance) => Promise<void>;
  /** Closes when the process is asked to end (SIGTERM, SIGINT). */
  readonly closeOnSignals?: boolean;
}
