/** `/api/setup`: what a set-up link leads to, and using it. */

import { setupTokenHeader } from '@isocenter/contract/headers';
import type { SetupState } from '@isocenter/contract/setup';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { readCaller } from '../identity/caller.ts';
import { requireAccess } from './access.ts';
import { answerSignIn } from './session-routes.ts';
import { completeSetup, findSetupLink, type SetupLink } from './setup.ts';
import { type SignInOptions, signInAfterPassword, subjectOf } from './sign-in.ts';
import { hasAdministrator } from './users.ts';

export function registerSetupRoutes(app: HttpServer, deps: SignInOptions): void {
  registerOperation(app, 'getSetup', async (request) => {
    await requireAccess(request.access, 'setup:read');
    const required = !(await hasAdministrator(deps.db));
    const token = request.headers[setupTokenHeader];
    if (token === undefined) return { required };
    return { required, link: describeLink(await findSetupLink(deps, token)) };
  });

  registerOperation(app, 'completeSetup', async (request, reply) => {
    await requireAccess(request.access, 'setup:complete');
    const user = await completeSetup(deps, request.body);
    const object = { kind: 'user', id: user.id };
    const event = { action: 'setup:complete', outcome: 'success', subject: subjectOf(user), object } as const;
    await deps.audit.record({ ...event, address: request.ip });
    const caller = readCaller(deps.identityKey, request, user.email_key);
    return answerSignIn(deps, await signInAfterPassword(deps, user, caller, 'set-up'), request, reply);
  });
}

function describeLink(link: SetupLink | undefined): NonNullable<SetupState['link']> {
  if (link === undefined) return { kind: 'invalid' };
  const expiresAt = link.expiresAt.toISOString();
  if (link.kind === 'first-admin') return { kind: 'first-admin', expiresAt };
  return { kind: 'user', email: link.user.email, name: link.user.name, expiresAt };
}
