/** All routes of sign-in, accounts, set-up, users, tokens and service accounts; `registerAccess` must have run before. */

import type { HttpServer } from '../http/server.ts';
import { registerAccountRoutes } from '../identity/account-routes.ts';
import { registerSingleSignOnRoutes, type SingleSignOnDeps } from '../identity/single-sign-on-routes.ts';
import { registerServiceAccountRoutes } from './service-account-routes.ts';
import { registerSessionRoutes } from './session-routes.ts';
import { registerSetupRoutes } from './setup-routes.ts';
import { registerTokenRoutes } from './token-routes.ts';
import { registerUserRoutes, type UserRouteDeps } from './user-routes.ts';

export function registerAccessRoutes(app: HttpServer, deps: SingleSignOnDeps & UserRouteDeps): void {
  registerSessionRoutes(app, deps);
  registerAccountRoutes(app, deps);
  registerSingleSignOnRoutes(app, deps);
  registerSetupRoutes(app, deps);
  registerUserRoutes(app, deps);
  registerTokenRoutes(app, deps);
  registerServiceAccountRoutes(app, deps);
}
