/** English: which texts there are, area by area. */

import { account } from './account/en.ts';
import { audit } from './audit/en.ts';
import { entrance } from './entrance/en.ts';
import { places } from './places/en.ts';
import { problems } from './problems/en.ts';
import { shared } from './shared/en.ts';
import { shell } from './shell/en.ts';
import { tokens } from './tokens/en.ts';
import { users } from './users/en.ts';

export const en = { account, audit, entrance, places, problems, shared, shell, tokens, users } as const;
