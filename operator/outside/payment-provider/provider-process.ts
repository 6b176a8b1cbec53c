import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TimeSource } from '../../platform/clock/system-time.ts';
import type { DatabaseAddress } from '../../platform/database/connect.ts';
import type { LogSink } from '../../platform/http/logging.ts';
import type { ProviderAccess } from '../../platform/payment-provider/api.ts';
import { createProviderControl } from '../../platform/payment-provider/client.ts';

/** Which payment system a service uses: one elsewhere, one of its own process on this file, or none (null). */
export type PaymentProviderChoice = ProviderAccess | { readonly file: string } | null;

/** A payment system that can be reached, or none. */
export interface ReachedProvider {
  readonly access: ProviderAccess | null;
  close(): Promise<void>;
}

export interface ReachOptions {
  /** Undefined: one of its own process, beside the data; in production none. */
  readonly choice: PaymentProviderChoice | undefined;
  readonly production: boolean;
  readonly address: DatabaseAddress;
  readonly time: TimeSource;
  /** How far the operator's clock is ahead of the computer's, ms. */
  readonly aheadMs: number;
  readonly log: { readonly level: string; readonly sink: LogSink };
  readonly onError: (error: unknown) => void;
}

/**
 * Where the payment system of a demonstration keeps its orders: beside the operator's data. Beside a PostgreSQL database
 * there is no folder, so it is this computer's own for temporary files.
 */
export function providerFile(address: DatabaseAddress): string {
  if (address.kind === 'sqlite') return path.join(path.dirname(address.file), 'payment-provider.sqlite');
  const { host, pathname } = new URL(address.url);
  const name = createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 16);
  return path.join(tmpdir(), 'plus-cabinet-operator', `payment-provider-${name}.sqlite`);
}

/**
 * Makes the payment system reachable, starting it when it is one of this process, and tells it the operator's time. A
 * service can live without: what fails is reported, and there is none then.
 */
export async function reachPaymentProvider(options: ReachOptions): Promise<ReachedProvider> {
  const { choice, production, address, time, aheadMs, log, onError } = options;
  const none: ReachedProvider = { access: null, close: () => Promise.resolve() };
  if (choice === null || (choice === undefined && production)) return none;
  if (choice !== undefined && 'origin' in choice) {
    // Not waited for: it may be down, and nothing here depends on it.
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
