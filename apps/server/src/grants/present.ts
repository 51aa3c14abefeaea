/** Grants as the contract shows them, with the names of now. */

import type { Grant } from '@isocenter/contract/grants';
import type { Kysely } from 'kysely';
import { nameLabels } from '../access/subject-label.ts';
import type { Database } from '../database/schema.ts';
import type { GrantRow } from './repository.ts';

export async function presentGrants(db: Kysely<Database>, rows: readonly GrantRow[]): Promise<Grant[]> {
  const nameOf = await nameLabels(
    db,
    rows.map((row) => row.granted_by),
  );
  return rows.map((row) => ({
    id: String(row.id),
    granteeKind: row.grantee_kind,
    ...(row.grantee_id !== null && { granteeId: String(row.grantee_id) }),
    ...(row.grantee_name !== null && { granteeName: row.grantee_name }),
    members: [...row.members],
    level: row.patient_id !== null ? 'patient' : row.series_id !== null ? 'series' : 'study',
    ...(row.series_id !== null && { seriesId: String(row.series_id) }),
    privileges: [...row.privileges],
    ...(row.not_before !== null && { notBefore: row.not_before.toISOString() }),
    ...(row.expires_at !== null && { expiresAt: row.expires_at.toISOString() }),
    grantedBy: nameOf(row.granted_by),
    grantedAt: row.granted_at.toISOString(),
    origin: row.origin,
    reason: row.origin === 'emergency' ? row.reason.replace(/^emergency: /, '') : row.reason,
  }));
}
