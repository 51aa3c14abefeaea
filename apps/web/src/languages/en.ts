/** English: which texts there are, area by area. */

import { entrance } from './entrance/en.ts';
import { problems } from './problems/en.ts';
import { shared } from './shared/en.ts';
import { shell } from './shell/en.ts';

export const en = { entrance, problems, shared, shell } as const;
