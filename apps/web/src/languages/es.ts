/** Spanish, with the words of radiology departments and in the formal address. */

import { about } from './about/es.ts';
import { access } from './access/es.ts';
import { account } from './account/es.ts';
import { activity } from './activity/es.ts';
import { alerts } from './alerts/es.ts';
import { audit } from './audit/es.ts';
import { auditEvents } from './audit-events/es.ts';
import type { Messages, Translation } from './catalogue.ts';
import { comments } from './comments/es.ts';
import { conflicts } from './conflicts/es.ts';
import { deid } from './deid/es.ts';
import { deidActions } from './deid-actions/es.ts';
import { deidKinds } from './deid-kinds/es.ts';
import { deidReasons } from './deid-reasons/es.ts';
import { emergencies } from './emergencies/es.ts';
import { entrance } from './entrance/es.ts';
import { erasures } from './erasures/es.ts';
import { holds } from './holds/es.ts';
import { imports } from './imports/es.ts';
import { notices } from './notices/es.ts';
import { organisations } from './organisations/es.ts';
import { patient } from './patient/es.ts';
import { peers } from './peers/es.ts';
import { places } from './places/es.ts';
import { problems } from './problems/es.ts';
import { queue } from './queue/es.ts';
import { refusals } from './refusals/es.ts';
import { retention } from './retention/es.ts';
import { rules } from './rules/es.ts';
import { services } from './services/es.ts';
import { shared } from './shared/es.ts';
import { shell } from './shell/es.ts';
import { sources } from './sources/es.ts';
import { storage } from './storage/es.ts';
import { studies } from './studies/es.ts';
import { study } from './study/es.ts';
import { teams } from './teams/es.ts';
import { tokens } from './tokens/es.ts';
import { trash } from './trash/es.ts';
import { uploads } from './uploads/es.ts';
import { users } from './users/es.ts';
import { viewer } from './viewer/es.ts';

export const es: Translation<Messages> = {
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
