/** A node that copies from an archive, for tests of sources: one node for all of a file, an archive and UIDs of its own for each. */

import type { Attributes } from '@isocenter/dicom/build';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { imageAttributes } from '../../../test/dicomweb-server.ts';
import { openSmallArchive, type SmallArchive } from '../../../test/small-archive.ts';
import { openSourceServer, type SourceServer } from '../../../test/source-server.ts';
import { findConditions } from '../../alerts/conditions.ts';

/** The node's clock stands at 2026-03-04, a Wednesday. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export const whole = { order: 'newest', compareEveryDays: 7, sendBack: true } as const;
export const mirror = { ...whole, since: '2020-01-01' };

export type SourceFixture = ReturnType<typeof useSources>;

/** Opens and closes what tests need, around those of the file that calls it. */
export function useSources() {
  // Both are there before the first test.
  const opened = {} as { node: SourceServer; archive: SmallArchive };
  /** Of the UIDs of a test, and, in its modality, of what its mirror looks at. */
  let round = 0;

  beforeAll(async () => {
    opened.node = await openSourceServer();
  });
  afterAll(() => opened.node.close());
  beforeEach(async () => {
    round += 1;
    opened.archive = await openSmallArchive();
  });
  afterEach(async () => {
    await opened.node.forget();
    await opened.archive.close();
  });

  const root = () => `2.25.${round}000`;
  const modality = () => `T${round}`;
  const short = (uids: readonly string[]) => uids.map((uid) => uid.replace(root(), '2.25.'));
  const long = (uid: string) => uid.replace('2.25.', root());
  const change = () => ({ db: opened.node.db, now: opened.node.server.server.deps.now });

  /** Image `2.25.STUDY.NUMBER` of study `2.25.STUDY`, as the tests say it. */
  const image = (study: number, number: number, changes: Attributes = {}): Attributes =>
    imageAttributes({
      SOPInstanceUID: `${root()}${study}.${number}`,
      StudyInstanceUID: `${root()}${study}`,
      SeriesInstanceUID: `${root()}${study}.0`,
      PatientID: `TEST-${round}-${study}`,
      Modality: modality(),
      StudyDate: '20260304',
      InstanceNumber: number,
      ...changes,
    });

  const settle = () => sql`update gateway.study set arriving_since = null`.execute(opened.node.db);

  return Object.assign(opened, {
    short,
    long,
    image,
    settle,
    change,
    images: (study: number, count: number, changes: Attributes = {}) =>
      Array.from({ length: count }, (_, at) => image(study, at + 1, changes)),
    held: async () => short(await opened.node.held(root())),
    states: async () => short(await opened.node.states()),
    truncatedAt: async () =>
      (await opened.node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow()).truncated_at,

    /** A mirror looks at nothing that other tests left here. */
    ofRound: () => ({ modalities: [modality()] }),

    /** As the node holds it from somebody else; settled at once. */
    async storeHere(...own: readonly Attributes[]): Promise<void> {
      for (const one of own) await opened.node.server.store(one);
      await opened.node.server.archive.reader.settled();
      await settle();
    },

    async after(ms: number): Promise<void> {
      opened.node.pass(ms);
      await opened.node.idle();
    },

    studyOf: (study: number) =>
      opened.node.db
        .selectFrom('source_study')
        .selectAll()
        .where('study_instance_uid', '=', `${root()}${study}`)
        .executeTakeFirstOrThrow(),

    /** Returns the trash. */
    async dispose(level: 'study' | 'instance', uid: string): Promise<string> {
      const { db, now } = change();
      const column = sql.ref(level === 'study' ? 'study_instance_uid' : 'sop_instance_uid');
      const { rows } = await sql<{ id: number }>`
        select id from ${sql.table(`gateway.${level}`)} where ${column} = ${long(uid)} order by id desc limit 1`.execute(
        db,
      );
      const made = { cause: 'user', deletedBy: 'user 1', reason: 'test', deletedAt: now(), purgeAfter: now() } as const;
      const target = { level, id: rows[0]?.id ?? 0 };
      return (await opened.node.server.archive.trash.dispose(target, made, async () => undefined)).trashId;
    },
    purge: (trashId: string) => opened.node.server.archive.trash.purge(trashId, async () => undefined),

    /** What an administrator is told. */
    told: () => {
      const disk = { level: 'enough', diskBytes: 1, freeBytes: 1, reserveBytes: 0, roomBytes: 1 } as const;
      const space = () => ({ ...disk, countedBytes: undefined });
      return findConditions({ ...change(), space, now: change().now(), silentAfterHours: 0, moves: () => undefined });
    },
  });
}
