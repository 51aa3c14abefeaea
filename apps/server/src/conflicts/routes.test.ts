import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Ask } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { registerChanges } from '../changes/routes.ts';
import { holdProblems } from '../holds/problems.ts';
import { registerHoldRoutes } from '../holds/routes.ts';
import { createRenderer } from '../rendering/renderer.ts';
import { StudyEvents } from '../studies/events.ts';
import { registerStudies } from '../studies/routes.ts';
import { trashProblems } from '../trash/problems.ts';
import { Purger } from '../trash/purger.ts';
import { registerTrashRoutes } from '../trash/routes.ts';
import { registerConflicts } from './routes.ts';

let node: DicomwebServer;
let events: StudyEvents;
let admin: Ask;
let study = 0;
const renderer = createRenderer({ threads: 1 });

beforeAll(async () => {
  node = await openDicomwebServer({
    problemMappings: [trashProblems, holdProblems],
    register(app, { db, audit, now }, archive) {
      const { reader, index } = archive;
      events = new StudyEvents({ db, index });
      registerStudies(app, { db, reader, events, audit, now });
      const { trash } = archive;
      const comparePixels: typeof archive.comparePixels = (...copies) => archive.comparePixels(...copies);
      const compared = { reader, trash, comparePixels };
      registerConflicts(app, { db, archive: compared, renderer, audit, now, trashDays: 30 });
      registerTrashRoutes(app, { db, trash: archive.trash, audit, now, trashDays: 30 });
      registerHoldRoutes(app, { db, index, audit, now });
      registerChanges(app, { db, reader, events, audit, now });
    },
  });
  admin = (await node.server.person('admin')).ask;
});
afterAll(async () => {
  events.close();
  await renderer.close();
  await node.close();
});

beforeEach(() => {
  study += 1;
});

const uid = () => `2.25.700${study}`;
const store = (changes = {}, policy: 'first' | 'newest' = 'first') =>
  node.store(
    imageAttributes({
      SOPInstanceUID: `${uid()}.1`,
      StudyInstanceUID: uid(),
      SeriesInstanceUID: `${uid()}.0`,
      PatientID: `TEST-${study}`,
      ...changes,
    }),
    undefined,
    policy,
  );
const otherPixels = { PixelData: { vr: 'OW', value: Uint8Array.of(9, 0, 9, 0, 9, 0, 9, 0) } };

const conflicts = async (ask = admin) =>
  (await ask('GET', '/api/conflicts')).json().conflicts.filter((one: { sopInstanceUid: string }) => {
    return one.sopInstanceUid === `${uid()}.1`;
  });
const decide = (
  { id, served, kept }: { id: string; served: { instanceId: string }; kept: { instanceId: string } },
  serve: 'served' | 'kept',
  ask = admin,
) =>
  ask('POST', `/api/conflicts/${id}/decision`, {
    ...{ serve, servedInstanceId: served.instanceId, keptInstanceId: kept.instanceId },
    reason: 'compared with the report',
  });

/** The Instance Number of what is served. */
async function servedNumber(): Promise<number | undefined> {
  const listed = await admin('GET', `/dicom-web/studies/${uid()}/metadata`);
  return listed.statusCode === 404 ? undefined : listed.json()[0]['00200013'].Value[0];
}

const changesSince = async (since: number) => {
  const { changes, next } = (await admin('GET', `/api/changes?since=${since}`)).json();
  return { kinds: changes.map(({ kind }: { kind: string }) => kind), next };
};

describe('a conflict', () => {
  test('shows what differs attribute by attribute, whether the pixels do, and both pictures', async () => {
    await store({ ReferencedStudySequence: [{ ReferencedSOPInstanceUID: '2.25.5' }] });
    await store({
      ...{ InstanceNumber: 2, PatientComments: 'TEST', StudyID: undefined },
      ReferencedStudySequence: [{ ReferencedSOPInstanceUID: '2.25.6' }, { ReferencedSOPInstanceUID: '2.25.7' }],
    });
    const [{ id }] = await conflicts();
    const detail = (await admin('GET', `/api/conflicts/${id}`)).json();
    expect(detail).toMatchObject({ others: 0, legalHold: false, pixels: 'same', hasMore: false });
    expect(detail.hasPicture).toEqual({ served: true, kept: true });
    expect(detail.differences).toEqual([
      expect.objectContaining({
        ...{ name: 'Referenced SOP Instance UID', within: ['Referenced Study Sequence', 'Item 1'] },
        ...{ served: { lengthBytes: 6, value: '2.25.5' }, kept: { lengthBytes: 6, value: '2.25.6' } },
      }),
      { name: 'Item 2', tag: '(0008,1110)', within: ['Referenced Study Sequence'], kept: { lengthBytes: 0 } },
      { name: 'Patient Comments', tag: '(0010,4000)', vr: 'LT', within: [], kept: { lengthBytes: 4, value: 'TEST' } },
      { name: 'Study ID', tag: '(0020,0010)', vr: 'SH', within: [], served: { lengthBytes: 2, value: 'S1' } },
      expect.objectContaining({ name: 'Instance Number', served: expect.objectContaining({ value: '1' }) }),
    ]);
    for (const copy of ['served', 'kept']) {
      const picture = await admin('GET', `/api/conflicts/${id}/pictures/${copy}`);
      expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/jpeg']);
    }
    expect((await admin('GET', `/api/conflicts/${id}/pictures/third`)).statusCode).toBe(404);
  });

  test('is shown without what differs where the system cannot read a copy', async () => {
    await store();
    await store({ InstanceNumber: 2 });
    const [{ id }] = await conflicts();
    const error = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' });
    vi.spyOn(node.archive.reader, 'readRange').mockRejectedValueOnce(error);
    vi.spyOn(node.archive, 'comparePixels').mockRejectedValueOnce(error);
    const detail = (await admin('GET', `/api/conflicts/${id}`)).json();
    vi.restoreAllMocks();
    expect(detail).toMatchObject({ pixels: 'unknown', hasMore: false });
    expect(detail.differences).toBeUndefined();
  });

  test('is decided for what is served: nothing changes for anybody, and the other copy waits in the trash', async () => {
    await store();
    await store({ InstanceNumber: 2, ...otherPixels });
    const [conflict] = await conflicts();
    expect((await admin('GET', `/api/conflicts/${conflict.id}`)).json().pixels).toBe('different');
    const { next } = await changesSince(0);
    const decided = await decide(conflict, 'served');
    expect([decided.statusCode, decided.json()]).toMatchObject([200, { instances: 1 }]);
    expect([await servedNumber(), await conflicts()]).toEqual([1, []]);
    expect((await changesSince(next)).kinds).toEqual(['study-changed']);
    const { entries } = (await admin('GET', '/api/trash')).json();
    expect(entries[0]).toMatchObject({ level: 'instance', reason: 'compared with the report', instances: 1 });
    const { db } = node.server.database;
    const audited = await db.selectFrom('audit_entry').select(['action', 'details']).execute();
    expect(audited).toContainEqual({
      action: 'conflict:decide',
      details: expect.objectContaining({ serve: 'served', reason: 'compared with the report', instances: 1 }),
    });
  });

  test('is decided for the other one, which is served then; it can be taken back', async () => {
    await store();
    await store({ InstanceNumber: 2 });
    const { next } = await changesSince(0);
    const { trashId } = (await decide((await conflicts())[0], 'kept')).json();
    expect([await servedNumber(), await conflicts()]).toEqual([2, []]);
    expect((await changesSince(next)).kinds).toEqual(['instance-trashed', 'instance-stored', 'study-changed']);
    expect((await admin('POST', `/api/trash/${trashId}/restore`)).statusCode).toBe(204);
    expect([await servedNumber(), (await conflicts()).length]).toEqual([1, 1]);
  });

  test('of three copies is decided for the third: what would be served before it goes, too', async () => {
    await store();
    await store({ InstanceNumber: 2 });
    await store({ InstanceNumber: 3 });
    const [third, second] = await conflicts();
    expect((await admin('GET', `/api/conflicts/${third.id}`)).json().others).toBe(1);
    expect((await decide(third, 'kept')).json()).toMatchObject({ instances: 2 });
    expect([await servedNumber(), await conflicts()]).toEqual([3, []]);
    const gone = await decide(second, 'kept');
    expect([gone.statusCode, gone.json().code]).toEqual([404, 'not-found']);
  });

  test('whose copies are others by now is not decided', async () => {
    await store();
    await store({ InstanceNumber: 2 });
    const [conflict] = await conflicts();
    const answer = await decide({ ...conflict, kept: { instanceId: conflict.served.instanceId } }, 'kept');
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict-changed']);
    expect(await servedNumber()).toBe(1);
  });

  test('is compared by whoever may see it, decided by administrators, and not while a hold covers it', async () => {
    await store();
    await store({ InstanceNumber: 2, StudyInstanceUID: `${uid()}.9`, SeriesInstanceUID: `${uid()}.90` });
    const [conflict] = await conflicts();
    const member = (await node.server.person('member')).ask;
    const seen = (await member('GET', `/api/conflicts/${conflict.id}`)).json();
    expect(seen.keptStudyId).toBeDefined();
    expect((await decide(conflict, 'kept', member)).statusCode).toBe(403);
    const held = { kind: 'study', studyId: conflict.studyId, reason: 'claim 2026-4' };
    const hold = (await admin('POST', '/api/holds', held)).json();
    expect((await member('GET', `/api/conflicts/${conflict.id}`)).json().legalHold).toBe(true);
    expect((await decide(conflict, 'kept')).json().code).toBe('legal-hold');
    await admin('POST', `/api/holds/${hold.id}/release`, { reason: 'claim settled' });
    const { db } = node.server.database;
    await db.deleteFrom('access_grant').where('study_id', '=', Number(seen.keptStudyId)).execute();
    for (const path of ['', '/pictures/served']) {
      expect((await member('GET', `/api/conflicts/${conflict.id}${path}`)).statusCode).toBe(404);
    }
    expect((await decide(conflict, 'kept')).statusCode).toBe(200);
    expect(await servedNumber()).toBeUndefined();
  });

  test('of three copies in three studies is neither decided nor purged while a hold covers one that goes with it', async () => {
    await store();
    for (const number of [2, 3]) {
      const series = { StudyInstanceUID: `${uid()}.${number}`, SeriesInstanceUID: `${uid()}.${number}0` };
      await store({ InstanceNumber: number, ...series });
    }
    const [third, second] = await conflicts();
    const detailOf = async ({ id }: { id: string }) => (await admin('GET', `/api/conflicts/${id}`)).json();
    const middle = (await detailOf(second)).keptStudyId;
    const studies = [third.studyId, middle, (await detailOf(third)).keptStudyId];
    const hold = async () =>
      (await admin('POST', '/api/holds', { kind: 'study', studyId: middle, reason: 'claim 2026-4' })).json();
    const release = (id: string) => admin('POST', `/api/holds/${id}/release`, { reason: 'claim settled' });

    const before = await hold();
    expect((await detailOf(third)).legalHold).toBe(true);
    expect((await decide(third, 'kept')).json().code).toBe('legal-hold');
    await release(before.id);
    expect((await detailOf(third)).legalHold).toBe(false);

    const { trashId } = (await decide(third, 'kept')).json();
    const { db } = node.server.database;
    const entries = await db
      .selectFrom('audit_entry')
      .select(['object_id', 'details'])
      .where('action', '=', 'conflict:decide')
      .execute();
    const noted = entries.filter(({ details }) => JSON.stringify(details).includes(`"trash":${trashId}`));
    expect(noted.map(({ object_id }) => object_id).sort()).toEqual([...studies].sort());

    const again = await hold();
    const trashed = async () => {
      const listed = (await admin('GET', '/api/trash')).json().entries;
      return listed.find(({ id }: { id: string }) => id === trashId);
    };
    expect(await trashed()).toMatchObject({ legalHold: true, instances: 2 });
    const purge = () => admin('POST', `/api/trash/${trashId}/purge`, { instances: 2 });
    expect((await purge()).json().code).toBe('legal-hold');
    const { audit, now } = node.server.deps;
    const later = () => new Date(now().getTime() + 31 * 24 * 60 * 60 * 1_000);
    const { trash } = node.archive;
    const options = { db, trash, audit, logger: silentLogger, now: later, leads: () => false };
    const purger = new Purger(options);
    let between: { readonly id: string } | undefined;
    // A hold is placed after the purger has looked what is due.
    const held = new Purger({
      ...options,
      trash: {
        listUnfinished: async () => [],
        finishPurge: async () => false,
        purge: async (id, guard) => {
          between ??= await hold();
          await trash.purge(id, guard);
        },
      },
    });
    await purger.run();
    expect(await trashed()).toMatchObject({ legalHold: true, instances: 2 });
    await release(again.id);
    await held.run();
    await release(between?.id ?? '');
    expect(await trashed()).toMatchObject({ legalHold: false });
    expect(await purger.run()).toBe(1);
    expect(await trashed()).toBeUndefined();
    await Promise.all([purger.close(), held.close()]);
  });
});
