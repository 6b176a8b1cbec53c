import type { IdentityProvider } from '#protocol/api/identity.ts';

/** What the operator was told when it registered with a network. */
export interface NetworkAccess {
  readonly kind: {
    /** `oidc`: OpenID Connect with a signed ID token. `oauth`: OAuth 2.0 alone, the person in the network's own terms. */
    readonly speech: 'oidc' | 'oauth';
    readonly scope: string;
    /** Paths of the network. */
    readonly endpoints: { readonly person: string };
  };
  /** Origin of the network: where its metadata is found. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The social networks, as accounts use them; the composition root provides it. */
export interface Networks {
  /**
   * How to reach a network.
   *
   * @param redirectUri the operator's own address that the browser returns to; made known to the network
   */
  access(provider: IdentityProvider, redirectUri: string): Promise<NetworkAccess>;
}
