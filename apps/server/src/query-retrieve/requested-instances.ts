/** The instances that the identifier of a C-MOVE or C-GET names by unique keys, PS3.4 §C.4.2.2.1 and §C.4.3.2.1. */

import { tagOf } from '@isocenter/dicom/dictionary';
import type { Kysely } from 'kysely';
import { downloading } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { listInstancesWhere, type StoredInstance } from '../retrieval/instance-repository.ts';
import { uniqueKeys } from './hierarchy.ts';
import type { IdentifierQuery } from './identifier.ts';
import { levels } from './information-models.ts';
import { QueryError } from './query-error.ts';
import { resolveQuery } from './resolve-query.ts';

/**
 * Lists what is asked for and may be downloaded. Other keys than the unique ones of this level and those above are left out of
 * account; a wildcard in one is not.
 *
 * @throws QueryError `unique-key-missing`, `key-invalid`
 */
export function listRequested(
  db: Kysely<Database>,
  subject: Subject,
  { level, matches }: Pick<IdentifierQuery, 'level' | 'matches'>,
): Promise<readonly StoredInstance[]> {
  const named = levels.slice(0, levels.indexOf(level) + 1).map((known) => tagOf(uniqueKeys[known]));
  const unique = matches.filter(({ path }) => path.length === 1 && named.some((tag) => tag === path[0]));
  for (const { path, matching } of unique) {
    if (matching.kind !== 'single' && matching.kind !== 'list') throw new QueryError('key-invalid', path[0]);
  }
  const own = tagOf(uniqueKeys[level]);
  if (!unique.some(({ path }) => path[0] === own)) throw new QueryError('unique-key-missing', own);
  // Every unique key is one that the level of images can match on.
  const { conditions } = resolveQuery({ level: 'IMAGE', matches: unique, moments: [] });
  return listInstancesWhere(db, subject, { conditions, reach: { privileges: downloading } });
}
