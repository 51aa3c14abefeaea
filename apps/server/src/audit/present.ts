/** Entries of the audit trail as the contract shows them. */

import type { AuditEntry, AuditSubject } from '@isocenter/contract/audit';
import { presentName } from '../studies/presenter.ts';
import type { AuditRow } from './repository.ts';

/** @param patientNameOf names of patients by the id of a study, where they may be shown */
export function presentEntry(row: AuditRow, patientNameOf: ReadonlyMap<string, string> = new Map()): AuditEntry {
  return {
    sequence: row.sequence,
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    subject: presentSubject(row),
    ...(row.object_kind === null ? {} : { object: presentObject(row, row.object_kind, patientNameOf) }),
    ...(row.address === null ? {} : { address: row.address }),
    details: row.details,
  };
}

type SubjectColumns = Pick<AuditRow, 'subject_kind' | 'subject_id' | 'subject_name' | 'email' | 'label'>;

export function presentSubject(row: SubjectColumns): AuditSubject {
  const name = row.subject_name ?? row.email ?? row.label;
  return {
    kind: row.subject_kind,
    ...(row.subject_id === null ? {} : { id: row.subject_id }),
    ...(name === null ? {} : { name }),
  };
}

function presentObject({ object_id }: AuditRow, kind: string, patientNameOf: ReadonlyMap<string, string>) {
  const name = kind === 'study' && object_id !== null ? patientNameOf.get(object_id) : undefined;
  return {
    kind,
    ...(object_id === null ? {} : { id: object_id }),
    ...(name === undefined ? {} : { patientName: presentName(name) }),
  };
}
