/** English: which texts there are, area by area. */

import { account } from './account/en.ts';
import { audit } from './audit/en.ts';
import { conflicts } from './conflicts/en.ts';
import { entrance } from './entrance/en.ts';
import { imports } from './imports/en.ts';
import { places } from './places/en.ts';
import { problems } from './problems/en.ts';
import { queue } from './queue/en.ts';
import { refusals } from './refusals/en.ts';
import { shared } from './shared/en.ts';
import { shell } from './shell/en.ts';
import { studies } from './studies/en.ts';
import { study } from './study/en.ts';
import { tokens } from './tokens/en.ts';
import { users } from './users/en.ts';

export const en = {
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
} as const;
