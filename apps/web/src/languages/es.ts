/** Spanish, with the words of radiology departments and in the formal address. */

import { account } from './account/es.ts';
import { audit } from './audit/es.ts';
import type { Messages, Translation } from './catalogue.ts';
import { entrance } from './entrance/es.ts';
import { places } from './places/es.ts';
import { problems } from './problems/es.ts';
import { shared } from './shared/es.ts';
import { shell } from './shell/es.ts';
import { tokens } from './tokens/es.ts';
import { users } from './users/es.ts';

export const es: Translation<Messages> = { account, audit, entrance, places, problems, shared, shell, tokens, users };
