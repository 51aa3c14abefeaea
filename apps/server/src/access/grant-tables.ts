/** Row types of grants, organisations and care teams, as `database/migrations/0028-grants.ts` and
 * `0044-service-accounts.ts` create them. */

import type { Privilege } from '@isocenter/contract/privilege';
import type { Generated, GeneratedAlways } from 'kysely';

export type GranteeKind = 'everyone' | 'user' | 'service' | 'team' | 'organisation' | 'patient' | 'link' | 'peer';

export type AccessGrantTable = {
  id: Generated<number>;
  grantee_kind: GranteeKind;
  /** Null for `everyone`. */
  grantee_id: number | null;
  /** Both in one, as `grantees.ts` compares it: `everyone`, `team 7`. */
  grantee: GeneratedAlways<string>;
  /** One of the three, an internal id without a foreign key. */
  patient_id: number | null;
  study_id: number | null;
  series_id: number | null;
  privileges: Privilege[];
  not_before: Date | null;
  expires_at: Date | null;
  /** By internal id, such as `user 3`. */
  granted_by: string;
  granted_at: Generated<Date>;
  reason: string;
  revoked_at: Date | null;
  revoked_by: string | null;
};

/** One row: who is granted what newly arrives. */
type AccessPolicyTable = { id: number; new_studies: 'everyone' | 'organisation' | 'nobody' };

type OrganisationTable = {
  id: Generated<number>;
  name: string;
  /** Granted what newly arrives, where the policy is `organisation`. */
  sees_new_studies: Generated<boolean>;
  created_at: Generated<Date>;
  closed_at: Date | null;
};

type OrganisationMemberTable = {
  id: Generated<number>;
  organisation_id: number;
  user_id: number;
  since: Generated<Date>;
  until: Date | null;
};

type OrganisationServiceTable = {
  id: Generated<number>;
  organisation_id: number;
  service_id: number;
  since: Generated<Date>;
  until: Date | null;
};

type CareTeamTable = {
  id: Generated<number>;
  /** Internal, without a foreign key. */
  patient_id: number;
  name: string;
  /** Id of a user. */
  owner: number;
  created_at: Generated<Date>;
  closed_at: Date | null;
};

type CareTeamMemberTable = {
  id: Generated<number>;
  team_id: number;
  user_id: number;
  /** What the member may do at most of what is granted to the team. */
  privileges: Privilege[];
  since: Generated<Date>;
  until: Date | null;
};

/** Somebody who has the access of a patient. */
type PatientProxyTable = {
  id: Generated<number>;
  /** Internal, without a foreign key. */
  patient_id: number;
  user_id: number;
  kind: 'self' | 'guardian' | 'proxy';
  evidence: string;
  since: Date;
  until: Date | null;
  established_by: string;
  established_at: Generated<Date>;
  ended_at: Date | null;
  ended_by: string | null;
};

type BreakGlassTable = {
  id: Generated<number>;
  user_id: number;
  study_id: number;
  grant_id: number;
  reason: string;
  at: Date;
  expires_at: Date;
  reviewed_at: Date | null;
  reviewed_by: string | null;
  review: string | null;
};

export type GrantTables = {
  patient_proxy: PatientProxyTable;
  break_glass: BreakGlassTable;
  access_grant: AccessGrantTable;
  access_policy: AccessPolicyTable;
  organisation: OrganisationTable;
  organisation_member: OrganisationMemberTable;
  organisation_service: OrganisationServiceTable;
  care_team: CareTeamTable;
  care_team_member: CareTeamMemberTable;
};
