/** Rows of grants for tests: complete, in force, to everyone on nothing yet. */

import type { Privilege } from '@isocenter/contract/privilege';
import type { Insertable } from 'kysely';
import type { AccessGrantTable } from '../src/access/grant-tables.ts';

const allPrivileges: Privilege[] = [
  ...(['view', 'download', 'upload', 'comment', 'invite', 'manage', 'see-identity'] as const),
];

/** Name at least one of `patient_id`, `study_id` and `series_id`. */
export function buildGrant(fields: Partial<Insertable<AccessGrantTable>>): Insertable<AccessGrantTable> {
  return {
    ...{ grantee_kind: 'everyone', grantee_id: null, patient_id: null, study_id: null, series_id: null },
    ...{ privileges: allPrivileges, not_before: null, expires_at: null },
    ...{ granted_by: 'system test', reason: 'test', revoked_at: null, revoked_by: null },
    ...fields,
  };
}
