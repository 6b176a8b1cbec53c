import PQueue from 'p-queue';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { Localized } from '#protocol/primitives.ts';
import { systemTime, type TimeSource } from '../../platform/clock/system-time.ts';
import type { NetworkKind } from './kinds.ts';
import type { MockNetwork } from './mock-network.ts';

/** What the operator was told when it registered with a network. */
export interface NetworkAccess {
  readonly kind: NetworkKind;
  /** Origin of the network: where its metadata is found. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The social networks outside of the operator. */
export interface Networks {
  /**
   * How to speak to a network; starts its mock when it is first asked for.
   *
   * @param redirectUri the operator's own address to be sent back to; made known to the network
   */
  access(provider: IdentityProvider, redirectUri: string): Promise<NetworkAccess>;
  /** Takes a network down, or up again (console). One that was not started yet stays as it is told. */
  setDown(provider: IdentityProvider, down: boolean): Promise<void>;
  /** Whether it was taken down. */
  isDown(provider: IdentityProvider): boolean;
  close(): Promise<void>;
}

export interface NetworksDeps {
  /** What the operator is called on consent pages. */
  readonly clientName: Localized;
  /** The networks' own time, not the operator's: the computer's unless given. */
  readonly time?: TimeSource;
}

/**
 * The mock networks. Nothing of them is loaded or listens before somebody signs in through one: neither the start of
 * the service nor its memory bears them.
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
    // One that could not start is tried again when it is next asked for.
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
