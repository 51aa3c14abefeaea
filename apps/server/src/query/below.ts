/**
 * Keys of levels below that of a search, as a relational query may have them, PS3.4 §C.4.1.3.2: what is searched for must
 * hold one series, or one instance, that matches them all together.
 */

import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import type { AttributeLevel, QueryLevel } from './attributes.ts';
import { matchingInstances, matchingSeries, matchingStudies } from './repository.ts';

type Conditions = readonly RawBuilder<SqlBool>[];

export type Below = {
  /** The lowest that the conditions are about. */
  readonly level: QueryLevel;
  readonly conditions: Conditions;
};

export type BelowSearch = { readonly db: Kysely<Database>; readonly subject: Subject; readonly level: AttributeLevel };

/** Returns the condition on rows of the level of a search; conditions name tables as those on rows of their own level do. */
export function matchBelow({ db, subject, level }: BelowSearch, below: Below): RawBuilder<SqlBool> {
  switch (level) {
    case 'patient':
      return sql<SqlBool>`patient.id in (${patientsWith(db, subject, below)})`;
    case 'study':
      return sql<SqlBool>`study.id in (${studiesWith(db, below)})`;
    default: {
      const instances = db.selectFrom('instance').where('instance.state', '=', 'served').where(all(below.conditions));
      return sql<SqlBool>`series.id in (${instances.select('instance.series_id')})`;
    }
  }
}

function patientsWith(db: Kysely<Database>, subject: Subject, { level, conditions }: Below) {
  const search = { conditions };
  if (level === 'study') return matchingStudies(db, subject, search).select('study.patient_id');
  if (level === 'series') return matchingSeries(db, subject, search).select('study.patient_id');
  return matchingInstances(db, subject, search).select('study.patient_id');
}

function studiesWith(db: Kysely<Database>, { level, conditions }: Below) {
  const series = db.selectFrom('series').where('series.instance_count', '>', 0);
  if (level === 'series') return series.where(all(conditions)).select('series.study_id');
  return series
    .innerJoin('instance', 'instance.series_id', 'series.id')
    .where('instance.state', '=', 'served')
    .where(all(conditions))
    .select('series.study_id');
}

function all(conditions: Conditions): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}
