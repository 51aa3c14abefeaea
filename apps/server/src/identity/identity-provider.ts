/**
 * The identity provider of single sign-on, OpenID Connect Core 1.0: authorization code with PKCE (RFC 7636), state and
 * nonce. What the three are for one browser follows from the secret of its ceremony, so that nothing of them is kept.
 *
 * What the provider says of itself is asked for when somebody first signs in, and again after a failure: a provider that
 * is away keeps no node from starting.
 */

import { createHmac } from 'node:crypto';
import * as client from 'openid-client';
import { AccessError } from '../access/errors.ts';
import { sessionMaxMs } from '../access/sessions.ts';
import { isLoopback } from '../config/exposure.ts';
import type { Config } from '../config/settings.ts';

/** Seconds; nobody waits longer for a page. */
const answerTimeout = 10;

/** Who the provider says that somebody is. */
export type ProvidedIdentity = {
  readonly issuer: string;
  readonly subject: string;
  /** Only where the provider has verified it. */
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly groups: readonly string[];
};

type Begin = {
  readonly secret: string;
  /** Whether the provider is to ask anew for a proof, however fresh its own session is. */
  readonly isFresh: boolean;
};

export class IdentityProvider {
  readonly #config: Config['oidc'];
  readonly #redirectUri: () => string;
  #discovered: Promise<client.Configuration> | undefined;

  /** @param redirectUri where the provider leads back to, as it is registered there */
  constructor(config: Config['oidc'], redirectUri: () => string) {
    this.#config = config;
    this.#redirectUri = redirectUri;
  }

  get label(): string {
    return this.#config.label;
  }

  /** Returns where a browser is sent to. @throws AccessError `provider-unavailable` */
  async beginUrl({ secret, isFresh }: Begin): Promise<string> {
    const { state, nonce, verifier } = derive(secret);
    const url = client.buildAuthorizationUrl(await this.#discover(), {
      redirect_uri: this.#redirectUri(),
      scope: this.#config.scopes.join(' '),
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(isFresh ? { prompt: 'login', max_age: '0' } : { max_age: String(sessionMaxMs / 1000) }),
    });
    return url.href;
  }

  /**
   * Returns who came back with this query.
   * @throws AccessError `provider-refused` where anything about the answer is wrong, `provider-unavailable`
   */
  async identify(query: string, { secret, isFresh }: Begin): Promise<ProvidedIdentity> {
    const discovered = await this.#discover();
    const { state, nonce, verifier } = derive(secret);
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    const url = new URL(`${this.#redirectUri()}?${query}`);
    const tokens = await client
      .authorizationCodeGrant(discovered, url, { ...checks, ...(isFresh ? { maxAge: 60 } : {}) })
      .catch((cause: unknown) => {
        throw new AccessError('provider-refused', {}, { cause });
      });
    const claims = tokens.claims();
    if (claims === undefined) throw new AccessError('provider-refused');
    const { email, name, [this.#config.groupsClaim]: groups } = claims;
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: claims.email_verified === true && typeof email === 'string' ? email : undefined,
      name: typeof name === 'string' ? name : undefined,
      groups: [groups].flat().filter((group): group is string => typeof group === 'string'),
    };
  }

  /** Returns where the session at the provider is ended; undefined where it ends none, or cannot be asked. */
  async signOutUrl(returnTo: string): Promise<string | undefined> {
    const discovered = await this.#discover().catch(() => undefined); // Leaving must work without the provider.
    if (discovered?.serverMetadata().end_session_endpoint === undefined) return undefined;
    return client.buildEndSessionUrl(discovered, { post_logout_redirect_uri: returnTo }).href;
  }

  #discover(): Promise<client.Configuration> {
    this.#discovered ??= this.#ask();
    return this.#discovered;
  }

  async #ask(): Promise<client.Configuration> {
    const { issuer = '', clientId = '', clientSecret } = this.#config;
    const server = new URL(issuer);
    const isLocal = server.protocol === 'http:' && isLoopback(server.hostname);
    // The ID token comes from the provider itself; its signature is looked at all the same.
    const execute = [client.enableNonRepudiationChecks, ...(isLocal ? [client.allowInsecureRequests] : [])];
    const options = { timeout: answerTimeout, execute };
    try {
      return await client.discovery(server, clientId, clientSecret, undefined, options);
    } catch (cause) {
      this.#discovered = undefined;
      throw new AccessError('provider-unavailable', {}, { cause });
    }
  }
}

/** Returns the provider of a configuration; undefined where there is none. */
export function openIdentityProvider(config: Config['oidc'], linkBase: () => string): IdentityProvider | undefined {
  if (config.issuer === undefined || config.clientId === undefined) return undefined;
  return new IdentityProvider(config, () => `${linkBase()}/api/single-sign-on/return`);
}

function derive(secret: string): { readonly state: string; readonly nonce: string; readonly verifier: string } {
  const part = (use: string) => createHmac('sha256', secret).update(`isocenter oidc ${use} 1`).digest('base64url');
  return { state: part('state'), nonce: part('nonce'), verifier: part('verifier') };
}
