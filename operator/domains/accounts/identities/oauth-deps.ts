import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { OriginSettings } from '../../../platform/http/origin.ts';
import type { BrokerDeps } from './broker.ts';

/** What the authorization server is given. */
export interface OauthDeps extends BrokerDeps {
  /** Networks that are on in the profile. */
  readonly offered: readonly IdentityProvider[];
  readonly origin: OriginSettings;
}
