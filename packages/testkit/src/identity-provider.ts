/**
 * An OpenID Connect provider for tests: `oidc-provider` on a free port of this machine, with accounts as the test says and
 * without pages of its own. Whoever is sent there is signed in at once as the account of the moment.
 */

import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export type ProviderAccount = {
  /** `sub` */
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly groups?: readonly string[];
};

export type IdToken = {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
};

/** Returns what stands in the place of the provider's ID token; `signed` signs as the provider does. */
export type Forgery = (token: string, signed: (token: IdToken) => string) => string;

export type TestProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who is at the provider from now on. */
  signInAs(account: ProviderAccount): void;
  /** What becomes of its ID tokens on their way from now on; undefined for nothing. */
  forge(forgery: Forgery | undefined): void;
  /** How often somebody was signed in there. */
  signIns(): number;
  close(): Promise<void>;
};

/** @param base of the node that trusts it, such as `http://localhost:8080` */
export async function startIdentityProvider(base: () => string): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has such an address.
  const { port } = server.address() as AddressInfo;
  const issuer = `http://localhost:${port}`;
  const [clientId, clientSecret] = ['isocenter-test', 'test secret of the client'];
  let present: ProviderAccount | undefined;
  let signIns = 0;
  let forgery: Forgery | undefined;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = ({ header, claims }: IdToken) => {
    const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
  // Made when it is first asked: by then the node has a port.
  let made: Provider | undefined;
  const make = () =>
    new Provider(issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [`${base()}/api/single-sign-on/return`],
          post_logout_redirect_uris: [`${base()}/sign-in`],
        },
      ],
      claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
      conformIdTokenClaims: false,
      findAccount: (_context, id) => {
        const account = present;
        if (account === undefined) return undefined;
        const { email, emailVerified, groups = [] } = account;
        return {
          accountId: id,
          claims: async () => ({
            sub: id,
            email,
            email_verified: emailVerified,
            groups: [...groups],
            name: 'Provided Test',
          }),
        };
      },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: {
          // Its own page would load a font from elsewhere.
          logoutSource: (context, form) => {
            const button = '<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign me out</button>';
            context.body = `<!doctype html><title>Provider</title>${form}${button}`;
          },
        },
      },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      cookies: { keys: ['only for tests'] },
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }] },
      pkce: { required: () => true },
    });
  server.on('request', async (request, response) => {
    made ??= make();
    const provider = made;
    if (request.url === '/token' && forgery !== undefined)
      changeToken(response, (token) => forgery?.(token, signed) ?? token);
    if (request.url?.startsWith('/interaction/') !== true) return provider.callback()(request, response);
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const accountId = session?.accountId ?? present?.id ?? '';
    if (prompt.name === 'login') {
      signIns += 1;
      return provider.interactionFinished(request, response, { login: { accountId: present?.id ?? '' } });
    }
    const grant = new provider.Grant({ accountId, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  });
  return {
    issuer,
    clientId,
    clientSecret,
    signInAs: (account) => {
      present = account;
    },
    forge: (next) => {
      forgery = next;
    },
    signIns: () => signIns,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The answer is sent whole, by one call. */
function changeToken(response: ServerResponse, change: (token: string) => string): void {
  const end = response.end.bind(response) as (body: string) => ServerResponse; // the shape in which it is called
  response.end = ((body: unknown) => {
    const answer = JSON.parse(String(body)) as { id_token?: string };
    const text = JSON.stringify(
      answer.id_token === undefined ? answer : { ...answer, id_token: change(answer.id_token) },
    );
    response.setHeader('content-length', Buffer.byteLength(text));
    return end(text);
  }) as ServerResponse['end'];
}
