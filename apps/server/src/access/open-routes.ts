/**
 * The routes that answer callers who have not signed in. Every other route refuses them before anything else happens;
 * a test walks all routes of a node and holds this list.
 */

import { apiRoutes, paths } from '@isocenter/contract/paths';

const operation = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;

/** Method and pattern; HEAD counts as GET. */
export const openRoutes: ReadonlySet<string> = new Set([
  'GET /healthz',
  'GET /readyz',
  // The files of the web application, which hold no data.
  'GET /',
  'GET /*',
  operation(apiRoutes.getSession),
  operation(apiRoutes.signIn),
  operation(apiRoutes.proveSecondFactor),
  operation(apiRoutes.beginPasskeySignIn),
  operation(apiRoutes.signInWithPasskey),
  `GET ${paths.singleSignOn.begin()}`,
  `GET ${paths.singleSignOn.return()}`,
  `GET ${paths.singleSignOn.signOut()}`,
  operation(apiRoutes.getSetup),
  operation(apiRoutes.completeSetup),
  operation(apiRoutes.askToHandIn),
  operation(apiRoutes.confirmJoining),
  operation(apiRoutes.renewJoining),
  operation(apiRoutes.resendCode),
  operation(apiRoutes.verifyJoining),
]);

export function isOpenRoute(method: string, pattern: string): boolean {
  return openRoutes.has(`${method === 'HEAD' ? 'GET' : method} ${pattern}`);
}
