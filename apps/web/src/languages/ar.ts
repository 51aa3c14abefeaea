/** Arabic, in the standard language, with the words of radiology departments. */

import type { Messages, Translation } from './catalogue.ts';
import { entrance } from './entrance/ar.ts';
import { problems } from './problems/ar.ts';
import { shared } from './shared/ar.ts';
import { shell } from './shell/ar.ts';

export const ar: Translation<Messages> = { entrance, problems, shared, shell };
