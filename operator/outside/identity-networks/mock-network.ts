import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Localized } from '#protocol/primitives.ts';
import { newToken } from '../../platform/crypto/tokens.ts';
import type { TimeSource } from '../../platform/clock/system-time.ts';
import type { NetworkKind } from './kinds.ts';
import { networkApp } from './network-app.ts';
import type { NetworkClient } from './network-parts.ts';

/** A mock network that can be taken down. */
export interface MockNetwork {
  readonly kind: NetworkKind;
  readonly client: NetworkClient;
  /** `http://127.0.0.1:PORT`, also its issuer; unchanged while down. */
  readonly origin: () => string;
  /** Down: connections are refused, as if nothing listened. */
  setDown(down: boolean): Promise<void>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

async function shut(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

/**
 * Starts a network on a free loopback port, with the operator as its only client and a generated client secret.
 *
 * @param clientName the operator's name on the consent page
 */
export async function startMockNetwork(
  kind: NetworkKind,
  clientName: Localized,
  time: TimeSource,
): Promise<MockNetwork> {
  const client: NetworkClient = { id: `operator-at-${kind.id}`, secret: newToken(), redirectUris: new Set() };
  let port = 0;
  let server: Server | null = null;
  const origin = (): string => `http://${HOST}:${port}`;
  const app = await networkApp({ kind, client, clientName, time, origin });

  async function up(): Promise<void> {
    const next = createServer((request, response) => {
      app.routing(request, response);
    });
    try {
      port = await listen(next, port);
    } catch (error) {
      // Another process took the port while it was free.
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      port = await listen(next, 0);
    }
    server = next;
  }

  async function down(): Promise<void> {
    const last = server;
    server = null;
    if (last !== null) await shut(last);
  }

  await up();
  return {
    kind,
    client,
    origin,
    async setDown(wanted) {
      if (wanted) await down();
      else if (server === null) await up();
    },
    async close() {
      await down();
      await app.close();
    },
  };
}
