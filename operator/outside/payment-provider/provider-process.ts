import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TimeSource } from '../../platform/clock/system-time.ts';
import type { DatabaseAddress } from '../../platform/database/connect.ts';
import type { LogSink } from '../../platform/http/logging.ts';
import type { ProviderAccess } from '../../platform/payment-provider/api.ts';
import { createProviderControl } from '../../platform/payment-provider/client.ts';

/** Payment system of a service: an external one, a built-in one on this file, or none (null). */
export type PaymentProviderChoice = ProviderAccess | { readonly file: string } | null;

/** The connected payment system, or none. */
export interface ConnectedProvider {
  readonly access: ProviderAccess | null;
  close(): Promise<void>;
}

export interface ConnectProviderOptions {
  /** Undefined: a built-in one beside the data; in production none. */
  readonly choice: PaymentProviderChoice | undefined;
  readonly production: boolean;
  readonly address: DatabaseAddress;
  readonly time: TimeSource;
  /** How far the operator's clock is ahead of system time, ms. */
  readonly aheadMs: number;
  readonly log: { readonly level: string; readonly sink: LogSink };
  readonly onError: (error: unknown) => void;
}

/**
 * Order file of a built-in payment system: beside the SQLite database; for PostgreSQL in the folder for temporary
 * files.
 */
export function providerFile(address: DatabaseAddress): string {
  if (address.kind === 'sqlite') return path.join(path.dirname(address.file), 'payment-provider.sqlite');
  const { host, pathname } = new URL(address.url);
  const name = createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 16);
  return path.join(tmpdir(), 'plus-cabinet-operator', `payment-provider-${name}.sqlite`);
}

/**
 * Connects the payment system, starting a built-in one, and sends it the operator's time. The service works without: a
 * failure is reported and the result is none.
 */
export async function connectPaymentProvider(options: ConnectProviderOptions): Promise<ConnectedProvider> {
  const { choice, production, address, time, aheadMs, log, onError } = options;
  const none: ConnectedProvider = { access: null, close: () => Promise.resolve() };
  if (choice === null || (choice === undefined && production)) return none;
  if (choice !== undefined && 'origin' in choice) {
    // Not awaited: it may be down, and nothing here depends on it.
    createProviderControl(choice)?.setAhead(aheadMs).catch(onError);
    return { access: choice, close: () => Promise.resolve() };
  }
  try {
    const { startPaymentProvider } = await import('./provider.ts');
    const file = choice?.file ?? providerFile(address);
    return await startPaymentProvider({ file, port: 0, time, aheadMs, log });
  } catch (error) {
    onError(error);
    return none;
  }
}
