/** Arabic, in the standard language, with the words of radiology departments. */

import { account } from './account/ar.ts';
import { audit } from './audit/ar.ts';
import type { Messages, Translation } from './catalogue.ts';
import { conflicts } from './conflicts/ar.ts';
import { entrance } from './entrance/ar.ts';
import { imports } from './imports/ar.ts';
import { places } from './places/ar.ts';
import { problems } from './problems/ar.ts';
import { queue } from './queue/ar.ts';
import { refusals } from './refusals/ar.ts';
import { shared } from './shared/ar.ts';
import { shell } from './shell/ar.ts';
import { studies } from './studies/ar.ts';
import { study } from './study/ar.ts';
import { tokens } from './tokens/ar.ts';
import { users } from './users/ar.ts';

export const ar: Translation<Messages> = {
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
