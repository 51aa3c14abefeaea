/** Arabic, in the standard language, with the words of radiology departments. */

import { about } from './about/ar.ts';
import { access } from './access/ar.ts';
import { account } from './account/ar.ts';
import { activity } from './activity/ar.ts';
import { alerts } from './alerts/ar.ts';
import { audit } from './audit/ar.ts';
import { auditEvents } from './audit-events/ar.ts';
import type { Messages, Translation } from './catalogue.ts';
import { comments } from './comments/ar.ts';
import { conflicts } from './conflicts/ar.ts';
import { deid } from './deid/ar.ts';
import { deidActions } from './deid-actions/ar.ts';
import { deidKinds } from './deid-kinds/ar.ts';
import { deidReasons } from './deid-reasons/ar.ts';
import { emergencies } from './emergencies/ar.ts';
import { entrance } from './entrance/ar.ts';
import { erasures } from './erasures/ar.ts';
import { holds } from './holds/ar.ts';
import { imports } from './imports/ar.ts';
import { notices } from './notices/ar.ts';
import { organisations } from './organisations/ar.ts';
import { patient } from './patient/ar.ts';
import { peers } from './peers/ar.ts';
import { places } from './places/ar.ts';
import { problems } from './problems/ar.ts';
import { queue } from './queue/ar.ts';
import { refusals } from './refusals/ar.ts';
import { retention } from './retention/ar.ts';
import { rules } from './rules/ar.ts';
import { services } from './services/ar.ts';
import { shared } from './shared/ar.ts';
import { shell } from './shell/ar.ts';
import { sources } from './sources/ar.ts';
import { storage } from './storage/ar.ts';
import { studies } from './studies/ar.ts';
import { study } from './study/ar.ts';
import { teams } from './teams/ar.ts';
import { tokens } from './tokens/ar.ts';
import { trash } from './trash/ar.ts';
import { uploads } from './uploads/ar.ts';
import { users } from './users/ar.ts';
import { viewer } from './viewer/ar.ts';

export const ar: Translation<Messages> = {
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
};
