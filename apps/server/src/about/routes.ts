/** `/api/about`: what this node is, how large its archive is, and where DICOM peers reach it; `/api/dangers`. */

import type { About } from '@isocenter/contract/about';
import type { Danger } from '@isocenter/contract/dangers';
import { type Kysely, sql } from 'kysely';
import { requireAccess } from '../access/access.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';

export type AboutDeps = {
  readonly db: Kysely<Database>;
  readonly version: string;
  readonly startedAt: Date;
  /** Where it is configured. */
  readonly publicUrl: string | undefined;
  /** Known once the node listens; undefined where it has no DICOM listener. */
  readonly dicom: () => About['dicom'];
  /** Looked for anew each time: a disk fills and a certificate expires while the node runs. */
  readonly dangers: () => Promise<readonly Danger[]>;
};

export function registerAboutRoutes(app: HttpServer, deps: AboutDeps): void {
  registerOperation(app, 'listDangers', async ({ access }) => {
    await requireAccess(access, 'danger:read');
    return { dangers: [...(await deps.dangers())] };
  });

  registerOperation(app, 'getAbout', async ({ access }): Promise<About> => {
    await requireAccess(access, 'about:read');
    const dicom = deps.dicom();
    return {
      name: 'Isocenter',
      version: deps.version,
      startedAt: deps.startedAt.toISOString(),
      ...(deps.publicUrl === undefined ? {} : { publicUrl: deps.publicUrl }),
      ...(dicom === undefined ? {} : { dicom }),
      archive: await countArchive(deps.db),
    };
  });
}

/** Sums what the index keeps for each study, which is far less than there are instances. */
async function countArchive(db: Kysely<Database>): Promise<About['archive']> {
  const { rows } = await sql<About['archive']>`
    select count(*) filter (where instance_count > 0) as studies,
      coalesce(sum(series_count), 0)::bigint as series,
      coalesce(sum(instance_count), 0)::bigint as instances
    from gateway.study`.execute(db);
  return rows[0] ?? { studies: 0, series: 0, instances: 0 };
}
