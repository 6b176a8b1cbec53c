import type { IdentityProvider } from '#protocol/api/identity.ts';

/** Endpoint paths, named as in the real network. */
export interface NetworkEndpoints {
  readonly authorize: string;
  readonly token: string;
  readonly person: string;
}

/** Protocol and appearance of a network. */
export interface NetworkKind {
  readonly id: IdentityProvider;
  /**
   * `oidc`: OpenID Connect over OAuth 2.0, with a signed ID token and `sub`, `name`, `email`, `email_verified`.
   * `oauth`: only OAuth 2.0; user info in the network's own fields (`uid`, `name`), without an e-mail address.
   */
  readonly speech: 'oidc' | 'oauth';
  /** Whether PKCE is required (OAuth 2.1); otherwise it is optional. */
  readonly needsPkce: boolean;
  /** Whether responses include the issuer (RFC 9207). */
  readonly tellsIssuer: boolean;
  readonly scope: string;
  readonly endpoints: NetworkEndpoints;
  readonly look: NetworkLook;
}

/** Appearance of the network; text has a contrast of at least 4.5 to 1. */
export interface NetworkLook {
  /** Its name in its own spelling, rendered as text. */
  readonly wordmark: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly ground: string;
  readonly corner: string;
  readonly face: string;
  /** Whether the wordmark is on a bar of the accent colour. */
  readonly bar: boolean;
}

/** VK ID: OAuth 2.1 with PKCE and an ID token. */
const vk: NetworkKind = {
  id: 'vk',
  speech: 'oidc',
  needsPkce: true,
  tellsIssuer: true,
  scope: 'openid profile email',
  endpoints: { authorize: '/authorize', token: '/oauth2/auth', person: '/oauth2/user_info' },
  look: {
    wordmark: 'ВКонтакте',
    accent: '#0a5fc4',
    onAccent: '#ffffff',
    ground: '#edeef0',
    corner: '12px',
    face: 'system-ui, sans-serif',
    bar: false,
  },
};

/** OK: plain OAuth 2.0, rarely an e-mail address. */
const ok: NetworkKind = {
  id: 'ok',
  speech: 'oauth',
  needsPkce: false,
  tellsIssuer: false,
  scope: 'VALUABLE_ACCESS',
  endpoints: { authorize: '/oauth/authorize', token: '/oauth/token.do', person: '/api/users/getCurrentUser' },
  look: {
    wordmark: 'Одноклассники',
    accent: '#f28a12',
    onAccent: '#2b1700',
    ground: '#fff6ea',
    corner: '6px',
    face: 'Arial, "Liberation Sans", sans-serif',
    bar: true,
  },
};

/** Facebook: OAuth 2.0 with OpenID Connect. */
const facebook: NetworkKind = {
  id: 'facebook',
  speech: 'oidc',
  needsPkce: false,
  tellsIssuer: true,
  scope: 'openid public_profile email',
  endpoints: { authorize: '/dialog/oauth', token: '/oauth/access_token', person: '/me' },
  look: {
    wordmark: 'facebook',
    accent: '#0b57d0',
    onAccent: '#ffffff',
    ground: '#f0f2f5',
    corner: '8px',
    face: 'Helvetica, Arial, "Liberation Sans", sans-serif',
    bar: false,
  },
};

/** The networks by id. */
export const networkKinds: Readonly<Record<IdentityProvider, NetworkKind>> = { vk, ok, facebook };
