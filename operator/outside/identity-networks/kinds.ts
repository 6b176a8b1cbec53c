import type { IdentityProvider } from '#protocol/api/identity.ts';

/** Where a network answers; named as the real one names them. */
export interface NetworkEndpoints {
  readonly authorize: string;
  readonly token: string;
  readonly person: string;
}

/** How a network speaks and looks. */
export interface NetworkKind {
  readonly id: IdentityProvider;
  /**
   * `oidc`: OpenID Connect over OAuth 2.0, with a signed ID token and `sub`, `name`, `email`, `email_verified`.
   * `oauth`: OAuth 2.0 alone; who the person is stands in the network's own terms (`uid`, `name`), without an address.
   */
  readonly speech: 'oidc' | 'oauth';
  /** OAuth 2.1 asks for PKCE; the older ones take it where it is offered. */
  readonly needsPkce: boolean;
  /** Says in its answers who it is (RFC 9207). */
  readonly tellsIssuer: boolean;
  readonly scope: string;
  readonly endpoints: NetworkEndpoints;
  readonly look: NetworkLook;
}

/** The network's own look; text colours keep a contrast of 4.5 to 1. */
export interface NetworkLook {
  /** Its name as it writes it, drawn in type. */
  readonly wordmark: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly ground: string;
  readonly corner: string;
  readonly face: string;
  /** Whether the wordmark stands on a bar of the accent or alone. */
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

/** OK: plain OAuth 2.0, and seldom an address. */
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
