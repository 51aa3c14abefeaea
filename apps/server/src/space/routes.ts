/** `/api/storage`: what is stored and how much room is left. */

import type { Kysely } from 'kysely';
import { requireAccess } from '../access/access.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import type { MoverStatus } from '../object-store/mover.ts';
import { readUsage, type Usage } from './repository.ts';
import type { SpaceWatch } from './space-watch.ts';

/** The sums read every row: whoever reloads the page does not have them made again. */
const keptMs = 30_000;

export type SpaceRouteDeps = {
  readonly db: Kysely<Database>;
  readonly watch: SpaceWatch;
  /** How the files of all spools get on with the S3 store. */
  readonly moves: () => MoverStatus | undefined;
  /** Address of the S3 store, where there is one. */
  readonly store: string | undefined;
  readonly now: () => Date;
};

export function registerSpaceRoutes(app: HttpServer, { db, watch, moves, store, now }: SpaceRouteDeps): void {
  let kept: { readonly atMs: number; readonly usage: Promise<Usage> } | undefined;
  const usage = () => {
    if (kept === undefined || now().getTime() - kept.atMs > keptMs) {
      kept = { atMs: now().getTime(), usage: readUsage(db) };
      kept.usage.catch(() => {
        kept = undefined;
      });
    }
    return kept.usage;
  };

  registerOperation(app, 'getStorage', async ({ access }) => {
    await requireAccess(access, 'storage:read');
    const { level, diskBytes, freeBytes, reserveBytes, roomBytes, countedBytes } = await watch.recounted();
    const { maxBytes, warnPercent } = watch.limits;
    const { studies, trash, modalities, senders, growth } = await usage();
    const moved = moves();
    return {
      level,
      diskBytes,
      freeBytes,
      reserveBytes,
      roomBytes,
      ...(maxBytes > 0 && { quota: { maxBytes, ...(countedBytes !== undefined && { countedBytes }) } }),
      warnPercent,
      ...(moved !== undefined && store !== undefined && { objectStore: { address: store, ...reportOf(moved) } }),
      studies,
      trash,
      modalities: [...modalities],
      senders: [...senders],
      growth: [...growth],
    };
  });
}

function reportOf({ failingSince, failure, ...counts }: MoverStatus) {
  if (failingSince === undefined || failure === undefined) return counts;
  return { ...counts, failure: { code: failure, since: failingSince.toISOString() } };
}
