/** Spanish, with the words of radiology departments and in the formal address. */

import type { Messages, Translation } from './catalogue.ts';
import { entrance } from './entrance/es.ts';
import { problems } from './problems/es.ts';
import { shared } from './shared/es.ts';
import { shell } from './shell/es.ts';

export const es: Translation<Messages> = { entrance, problems, shared, shell };
