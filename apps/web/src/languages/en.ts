/** English: which texts there are, area by area. */

import { about } from './about/en.ts';
import { access } from './access/en.ts';
import { account } from './account/en.ts';
import { activity } from './activity/en.ts';
import { alerts } from './alerts/en.ts';
import { audit } from './audit/en.ts';
import { auditEvents } from './audit-events/en.ts';
import { comments } from './comments/en.ts';
import { conflicts } from './conflicts/en.ts';
import { deid } from './deid/en.ts';
import { deidActions } from './deid-actions/en.ts';
import { deidKinds } from './deid-kinds/en.ts';
import { deidReasons } from './deid-reasons/en.ts';
import { emergencies } from './emergencies/en.ts';
import { entrance } from './entrance/en.ts';
import { erasures } from './erasures/en.ts';
import { holds } from './holds/en.ts';
import { imports } from './imports/en.ts';
import { notices } from './notices/en.ts';
import { organisations } from './organisations/en.ts';
import { patient } from './patient/en.ts';
import { peers } from './peers/en.ts';
import { places } from './places/en.ts';
import { problems } from './problems/en.ts';
import { queue } from './queue/en.ts';
import { refusals } from './refusals/en.ts';
import { retention } from './retention/en.ts';
import { rules } from './rules/en.ts';
import { services } from './services/en.ts';
import { shared } from './shared/en.ts';
import { shell } from './shell/en.ts';
import { sources } from './sources/en.ts';
import { storage } from './storage/en.ts';
import { studies } from './studies/en.ts';
import { study } from './study/en.ts';
import { teams } from './teams/en.ts';
import { tokens } from './tokens/en.ts';
import { trash } from './trash/en.ts';
import { uploads } from './uploads/en.ts';
import { users } from './users/en.ts';
import { viewer } from './viewer/en.ts';

export const en = {
  about,
  access,
  account,
  activity,
  alerts,
  audit,
  auditEvents,
  comments,
  conflicts,
  deid,
  deidActions,
  deidKinds,
  deidReasons,
  emergencies,
  entrance,
  erasures,
  holds,
  imports,
  notices,
  organisations,
  patient,
  peers,
  places,
  problems,
  queue,
  refusals,
  retention,
  rules,
  services,
  shared,
  shell,
  sources,
  storage,
  studies,
  study,
  teams,
  tokens,
  trash,
  uploads,
  users,
  viewer,
} as const;
