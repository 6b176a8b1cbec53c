import type { Kysely } from 'kysely';
import type { AuthorizeQuery, IdentityProvider } from '#protocol/api/identity.ts';
import { oauth } from '#protocol/api/identity.ts';
import { fillPath } from '#protocol/api/paths.ts';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/schema.ts';
import type { Networks } from './network-access.ts';
import { newToken } from '../../../platform/crypto/tokens.ts';
import { networkAddress, networkPersonOf, NetworkFailure } from './network-client.ts';
import { keepRequest, takeRequest } from './requests.ts';
import { addressBack, type AuthorizeError } from './rules.ts';
import { makeCode, sweepIdentities } from './tickets.ts';

export interface BrokerDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly rules: AccountRules;
  readonly networks: Networks;
  /** Told of a network that answers wrongly; not of people who say no, nor of networks that are down. */
  readonly onWrongAnswer: (fault: NetworkFault) => void;
}

/** What is logged of a wrong answer: never the answer itself, which may carry codes and addresses. */
export interface NetworkFault {
  readonly provider: IdentityProvider;
  readonly reason: string;
}

/** Where the browser goes next, and what it is to remember meanwhile. */
export interface NextStep {
  readonly address: string;
  /** Binds the network's answer to this browser; null: nothing to remember. */
  readonly cookie: { readonly state: string; readonly value: string } | null;
}

function callbackAt(origin: string, provider: IdentityProvider): string {
  return origin + fillPath(oauth.callback.path, { provider });
}

function errorOf({ onWrongAnswer }: BrokerDeps, provider: IdentityProvider, error: unknown): AuthorizeError {
  if (!(error instanceof NetworkFailure)) throw error;
  if (error.error === 'server_error') onWrongAnswer({ provider, reason: error.reason });
  return error.error;
}

/**
 * The operator stands between the program and a network (it holds the network's secret, the program holds none): sends
 * the browser on to the network, under a state, a verifier and a nonce of its own. Never throws for the network's
 * sake: a network that does not answer is told to the program.
 *
 * @param origin the service's own, as this browser sees it
 */
export async function sendToNetwork(
  deps: BrokerDeps,
  asked: AuthorizeQuery,
  origin: string,
  language: Language,
): Promise<NextStep> {
  const { db, clock, rules, networks } = deps;
  const secrets = { state: newToken(), cookie: newToken(), verifier: newToken(), nonce: newToken() };
  const callback = callbackAt(origin, asked.provider);
  let address: string;
  try {
    address = await networkAddress(networks, asked.provider, callback, secrets, language);
  } catch (error) {
    const to = { redirectUri: asked.redirect_uri, state: asked.state };
    return { address: addressBack(to, origin, { error: errorOf(deps, asked.provider, error) }), cookie: null };
  }
  const now = clock.now();
  await sweepIdentities(db, now, rules);
  await keepRequest(db, asked, secrets, now + rules.oauthRequestMs);
  return { address, cookie: { state: secrets.state, value: secrets.cookie } };
}

/** What a network sent the browser back with. */
export interface NetworkAnswer {
  /** The network at whose callback the browser arrived. */
  readonly provider: IdentityProvider;
  readonly parameters: URLSearchParams;
  /** The state in the parameters, and the cookie that this browser keeps for it. */
  readonly state: string;
  readonly cookie: string;
}

/**
 * Sends the browser back to the program with a code, or with an error.
 *
 * @param answered the state is looked at once, whatever comes of it; one that was given to another network is a mix-up
 *   (RFC 9700, 4.4) and leads to no code
 * @param origin the service's own, as this browser sees it
 * @returns null when nobody waits for this answer: there is nowhere to send the browser
 */
export async function sendToProgram(deps: BrokerDeps, answered: NetworkAnswer, origin: string): Promise<string | null> {
  const { db, clock, rules, networks } = deps;
  const waiting = await takeRequest(db, answered.state, answered.cookie, clock.now());
  if (waiting === null) return null;
  const to = { redirectUri: waiting.redirectUri, state: waiting.clientState };
  try {
    if (waiting.provider !== answered.provider)
      throw new NetworkFailure('server_error', 'the answer came to another network’s callback');
    const secrets = { state: answered.state, verifier: waiting.verifier, nonce: waiting.nonce };
    const callback = callbackAt(origin, waiting.provider);
    const person = await networkPersonOf(networks, waiting.provider, callback, secrets, answered.parameters);
    const code = await makeCode(db, waiting, person, clock.now() + rules.oauthCodeMs);
    return addressBack(to, origin, { code });
  } catch (error) {
    return addressBack(to, origin, { error: errorOf(deps, waiting.provider, error) });
  }
}
