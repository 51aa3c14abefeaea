/**
 * Who looked at a study or at a patient's studies: the entries that tell of it, gathered by who and what. Whoever shows
 * or hands out an access history reads it here; single entries are listed by the filter `object`.
 *
 * People stand in it by their names. Their e-mail addresses are for who may read the audit trail, and never handed out.
 */

import type { Access } from '@isocenter/contract/audit';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { AuditAction, AuditOutcome } from './event.ts';
import { idsOfPatient, idsOfStudy } from './filter.ts';
import { presentSubject } from './present.ts';

const maxAccesses = 500;

/** What an action on a study is to its patient. Actions that are not here are no access to what the study holds. */
const kinds: Partial<Record<AuditAction, Access['kind']>> = {
  'study:read': 'view',
  'conflict:read': 'view',
  'delivery:read': 'view',
  'study:download': 'retrieve',
  'dimse:get': 'retrieve',
  'dimse:move': 'send',
  'delivery:send': 'send',
  'delivery:write': 'send',
  'instance:store': 'change',
  'study:delete': 'change',
  'trash:restore': 'change',
  'trash:purge': 'change',
  'conflict:decide': 'change',
  'hold:write': 'change',
  'erasure:read': 'view',
  'patient:export': 'retrieve',
  'rule:fire': 'change',
};

type Gathered = {
  readonly subject_kind: Access['subject']['kind'];
  readonly subject_id: string | null;
  readonly subject_name: string | null;
  readonly person: string | null;
  readonly email: string | null;
  readonly label: string | null;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly is_download: boolean;
  readonly first: Date;
  readonly last: Date;
  readonly entries: number;
};

type Telling = { readonly withEmail: boolean };

/** Also of a study that is gone, by whichever id it had. */
export async function studyAccesses(db: Kysely<Database>, studyId: number, telling: Telling) {
  return gather(db, await idsOfStudy(db, studyId), telling);
}

export async function patientAccesses(db: Kysely<Database>, patientId: number, telling: Telling) {
  return gather(db, await idsOfPatient(db, patientId), telling);
}

async function gather(db: Kysely<Database>, studyIds: readonly number[], telling: Telling) {
  const { rows } = await sql<Gathered>`
    select gathered.*, user_account.name as person, user_account.email,
      coalesce(api_token.label, service_account.name) as label from (
      select subject_kind, subject_id, subject_name, action, outcome,
        coalesce(details ->> 'what' in ('instances', 'all-bulkdata', 'all-pixeldata'), false) as is_download,
        min(at) as first, max(at) as last, count(*)::integer as entries
      from gateway.audit_entry
      where object_kind = 'study' and object_id = any(${studyIds.map(String)}::text[])
        and action = any(${Object.keys(kinds)}::text[])
      group by 1, 2, 3, 4, 5, 6) as gathered
    left join gateway.user_account on subject_kind = 'user' and user_account.id::text = subject_id
    left join gateway.api_token on subject_kind = 'token' and api_token.id::text = subject_id
    left join gateway.service_account on subject_kind = 'service' and service_account.id::text = subject_id
    order by last desc limit ${maxAccesses + 1}`.execute(db);
  return { accesses: merge(rows.slice(0, maxAccesses), telling), isCut: rows.length > maxAccesses };
}

/** One line for who and what, where several actions come to the same. */
function merge(rows: readonly Gathered[], { withEmail }: Telling): Access[] {
  const byKey = new Map<string, Access>();
  for (const row of rows) {
    const { person, email } = row;
    const subject = {
      ...presentSubject({ ...row, email: person }),
      ...(withEmail && email !== null ? { email } : {}),
    };
    const kind = kindOf(row);
    const key = JSON.stringify([subject, kind]);
    const known = byKey.get(key);
    const [first, last] = [row.first.toISOString(), row.last.toISOString()];
    byKey.set(key, {
      subject,
      kind,
      first: known === undefined || first < known.first ? first : known.first,
      last: known === undefined || last > known.last ? last : known.last,
      entries: row.entries + (known?.entries ?? 0),
    });
  }
  return [...byKey.values()];
}

function kindOf({ action, outcome, is_download }: Gathered): Access['kind'] {
  if (outcome !== 'success') return 'refused';
  return is_download ? 'retrieve' : (kinds[action] ?? 'view');
}
