/** Spanish, with the words of radiology departments and in the formal address. */

import { account } from './account/es.ts';
import { audit } from './audit/es.ts';
import type { Messages, Translation } from './catalogue.ts';
import { conflicts } from './conflicts/es.ts';
import { entrance } from './entrance/es.ts';
import { imports } from './imports/es.ts';
import { places } from './places/es.ts';
import { problems } from './problems/es.ts';
import { queue } from './queue/es.ts';
import { refusals } from './refusals/es.ts';
import { shared } from './shared/es.ts';
import { shell } from './shell/es.ts';
import { studies } from './studies/es.ts';
import { study } from './study/es.ts';
import { tokens } from './tokens/es.ts';
import { users } from './users/es.ts';

export const es: Translation<Messages> = {
  account,
  audit,
  conflicts,
  entrance,
  imports,
  places,
  problems,
  queue,
  refusals,
  shared,
  shell,
  studies,
  study,
  tokens,
  users,
};
