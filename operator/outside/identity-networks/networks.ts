import PQueue from 'p-queue';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { Localized } from '#protocol/primitives.ts';
import { systemTime, type TimeSource } from '../../platform/clock/system-time.ts';
import type { NetworkKind } from './kinds.ts';
import type { MockNetwork } from './mock-network.ts';

/** The operator's registration data at a network. */
export interface NetworkAccess {
  readonly kind: NetworkKind;
  /** Origin of the network, where its metadata is. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** External social networks. */
export interface Networks {
  /**
   * Returns access data of a network; starts its mock on first use.
   *
   * @param redirectUri the operator's redirect URI; registered with the network
   */
  access(provider: IdentityProvider, redirectUri: string): Promise<NetworkAccess>;
  /** Takes a network down or up (console). Also applies to one that is not started yet. */
  setDown(provider: IdentityProvider, down: boolean): Promise<void>;
  /** Whether the network was taken down. */
  isDown(provider: IdentityProvider): boolean;
  close(): Promise<void>;
}

export interface NetworksDeps {
  /** The operator's name on consent pages. */
  readonly clientName: Localized;
  /** Time of the networks, independent of the operator's clock. Default: system time. */
  readonly time?: TimeSource;
}

/**
 * Creates the mock networks. They are loaded and started at the first social sign-in, so they cost neither start-up
 * time nor memory before.
 */
export function createNetworks({ clientName, time = systemTime() }: NetworksDeps): Networks {
  const running = new Map<IdentityProvider, Promise<MockNetwork>>();
  const down = new Set<IdentityProvider>();
  let closed = false;
  const changes = new PQueue({ concurrency: 1 });

  async function start(provider: IdentityProvider): Promise<MockNetwork> {
    const [{ startMockNetwork }, { networkKinds }] = await Promise.all([
      import('./mock-network.ts'),
      import('./kinds.ts'),
    ]);
    return startMockNetwork(networkKinds[provider], clientName, time);
  }

  function network(provider: IdentityProvider): Promise<MockNetwork> {
    if (closed) return Promise.reject(new Error('The networks are closed.'));
    const found = running.get(provider);
    if (found !== undefined) return found;
    const starting = start(provider);
    running.set(provider, starting);
    // A failed start is retried at the next request.
    starting.catch(() => running.delete(provider));
    return starting;
  }

  return {
    async access(provider, redirectUri) {
      const { kind, client, origin } = await network(provider);
      client.redirectUris.add(redirectUri);
      return { kind, issuer: origin(), clientId: client.id, clientSecret: client.secret };
    },
    setDown: (provider, wanted) =>
      changes.add(async () => {
        await (await network(provider)).setDown(wanted);
        if (wanted) down.add(provider);
        else down.delete(provider);
      }),
    isDown: (provider) => down.has(provider),
    async close() {
      closed = true;
      await Promise.allSettled([...running.values()].map(async (one) => (await one).close()));
    },
  };
}
