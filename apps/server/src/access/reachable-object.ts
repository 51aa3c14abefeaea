/**
 * Whether grants let a subject take an action on one object: the second step of `requireAccess`.
 *
 * What is read or commented on may be granted in part, a series of a study. Every other action needs the whole of its object.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { AccessObject } from './access.ts';
import type { Action } from './action.ts';
import { reachesTeam } from './reachable-team.ts';
import {
  downloading,
  handingOn,
  managing,
  type ReachOptions,
  readablePatients,
  readableSeries,
  readableStudies,
  seeing,
  whollyReadableStudies,
} from './readable-studies.ts';
import type { Subject } from './subject.ts';

/** `seen`: it may be known of, but not with the privileges that the action needs. */
export type ReachOfObject = 'reached' | 'seen' | 'absent';

/** What actions need besides `seeing`. */
const privilegesOf: Partial<Record<Action, readonly Privilege[]>> = {
  'study:download': downloading,
  'delivery:write': downloading,
  'grant:write': managing,
  'grant:revoke': managing,
  'grantee:read': managing,
  'team:create': handingOn,
};

const takenInPart: ReadonlySet<Action> = new Set([
  ...(['study:describe', 'study:read', 'study:download'] as const),
  ...(['comment:read', 'comment:write'] as const),
]);

type Store = { readonly db: Kysely<Database>; readonly subject: Subject };

/** Users, tokens, peers and the like carry no grants: whoever may take the action may take it on each of them. */
export async function reachesObject(store: Store, action: Action, object: AccessObject): Promise<ReachOfObject> {
  const { kind } = object;
  if (kind === 'team') return reachesTeam(store, action, object.id);
  if (!isGranted(kind)) return 'reached';
  const wanted = { privileges: privilegesOf[action] ?? seeing };
  const isPart = takenInPart.has(action);
  const found = await rowOf(store, object, { wanted, isPart });
  if (found === undefined) return 'absent';
  return found.reached ? 'reached' : 'seen';
}

const grantedKinds = new Set(['patient', 'study', 'series', 'instance', 'delivery', 'grant'] as const);

function isGranted(kind: AccessObject['kind']): boolean {
  return (grantedKinds as ReadonlySet<AccessObject['kind']>).has(kind); // a set of some of them
}

type Wanted = { readonly wanted: ReachOptions; readonly isPart: boolean };

/** Undefined where the subject may not know of the object. */
function rowOf(
  { db, subject }: Store,
  { kind, id }: AccessObject,
  { wanted, isPart }: Wanted,
): Promise<{ readonly reached: SqlBool } | undefined> {
  const study = db.selectFrom('study');
  const [seenStudy, seenSeries] = [readableStudies(subject), readableSeries(subject)];
  const whole = whollyReadableStudies(subject, wanted);
  const isSeeing = wanted.privileges === seeing && isPart;
  const reached = (part: RawBuilder<SqlBool>) => {
    return (isSeeing ? sql<SqlBool>`true` : sql<SqlBool>`${isPart ? part : whole}`).as('reached');
  };
  const inStudy = reached(readableStudies(subject, wanted));
  const inSeries = reached(readableSeries(subject, wanted));
  switch (kind) {
    case 'series':
      return study
        .innerJoin('series', 'series.study_id', 'study.id')
        .where('series.id', '=', id)
        .where(seenSeries)
        .select(inSeries)
        .executeTakeFirst();
    case 'instance':
      return study
        .innerJoin('series', 'series.study_id', 'study.id')
        .innerJoin('instance', 'instance.series_id', 'series.id')
        .where('instance.id', '=', id)
        .where(seenSeries)
        .select(inSeries)
        .executeTakeFirst();
    // Whoever sees every study sees deliveries of studies that are gone, too.
    case 'delivery':
      return db
        .selectFrom('delivery')
        .leftJoin('study', 'study.id', 'delivery.study_id')
        .where('delivery.id', '=', id)
        .where(whollyReadableStudies(subject))
        .select(inStudy)
        .executeTakeFirst();
    case 'patient':
      return db
        .selectFrom('patient')
        .where('patient.id', '=', id)
        .where(readablePatients(subject, 'patient.id'))
        .select(sql<SqlBool>`${readablePatients(subject, 'patient.id', wanted)}`.as('reached'))
        .executeTakeFirst();
    // Of one that is on a patient, all that is the patient's has to be reached.
    case 'grant':
      return db
        .selectFrom('access_grant as target')
        .leftJoin('series', 'series.id', 'target.series_id')
        .leftJoin('study', (join) => join.on(sql<boolean>`study.id = coalesce(target.study_id, series.study_id)`))
        .where('target.id', '=', id)
        .where('target.revoked_at', 'is', null)
        .where((eb) => eb.or([whollyReadableStudies(subject), readablePatients(subject, 'target.patient_id')]))
        .select(sql<SqlBool>`(${whole} or ${readablePatients(subject, 'target.patient_id', wanted)})`.as('reached'))
        .executeTakeFirst();
    default:
      return study.where('study.id', '=', id).where(seenStudy).select(inStudy).executeTakeFirst();
  }
}
