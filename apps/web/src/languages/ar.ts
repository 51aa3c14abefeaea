/** Arabic, in the standard language, with the words of radiology departments. */

import { account } from './account/ar.ts';
import { audit } from './audit/ar.ts';
import type { Messages, Translation } from './catalogue.ts';
import { entrance } from './entrance/ar.ts';
import { places } from './places/ar.ts';
import { problems } from './problems/ar.ts';
import { shared } from './shared/ar.ts';
import { shell } from './shell/ar.ts';
import { tokens } from './tokens/ar.ts';
import { users } from './users/ar.ts';

export const ar: Translation<Messages> = { account, audit, entrance, places, problems, shared, shell, tokens, users };
