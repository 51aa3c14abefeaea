/** What a mirror copies, compares and sends back. */

import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { deadPort } from '../../../test/delivery-queue.ts';
import { openSmallArchive } from '../../../test/small-archive.ts';
import { retryStudies, runSource } from '../repository.ts';
import { dayMs, hourMs, minuteMs, mirror, type SourceFixture, whole } from './source-fixture.ts';

export function describeMirrors(fixture: SourceFixture): void {
  const { held, short, long, states, image, images, truncatedAt, storeHere, after, studyOf, settle, change, ofRound } =
    fixture;

  describe('a mirror', () => {
    test('copies everything there is, newest first, also what has no date', async () => {
      const dates = ['20260304', '20260101', '20190707', '20030101', '19871224', ''];
      for (const [at, StudyDate] of dates.entries()) fixture.archive.add(image(100 + at, 1, { StudyDate }));
      await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror: whole, maxConcurrent: 1 });
      await fixture.node.idle();
      expect(short(fixture.archive.sent)).toEqual([0, 1, 2, 3, 4, 5].map((at) => `2.25.${100 + at}.1`));
      expect(fixture.archive.questions.filter((one) => one.startsWith('STUDY')).length).toBeLessThan(40);
      const { back_filled_at, sweep_kind } = await fixture.node.db
        .selectFrom('source')
        .selectAll()
        .executeTakeFirstOrThrow();
      expect([back_filled_at !== null, sweep_kind]).toEqual([true, null]);
    });

    test('walks from the oldest on where it is told to, in shorter steps where there is much', async () => {
      for (let at = 0; at < 12; at += 1) {
        fixture.archive.add(image(100 + at, 1, { StudyDate: `202501${String(at + 1).padStart(2, '0')}` }));
      }
      fixture.archive.answerLimit = 4;
      const since = '2024-12-01';
      await fixture.node.source(fixture.archive.port, {
        mirror: { ...mirror, order: 'oldest', since },
        answerLimit: 4,
        maxConcurrent: 1,
      });
      await fixture.node.idle();
      expect(short(fixture.archive.sent)).toEqual(Array.from({ length: 12 }, (_, at) => `2.25.${100 + at}.1`));
    });

    test('that is interrupted goes on with the day it had come to', async () => {
      fixture.archive.add(image(100, 1, { StudyDate: '20210101' }));
      fixture.archive.add(image(101, 1, { StudyDate: '19500101' }));
      await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror: whole });
      const stopped = Promise.withResolvers<void>();
      fixture.archive.sending = async () => {
        await first.close();
        stopped.resolve();
      };
      const first = await fixture.node.start('mine');
      await stopped.promise;
      fixture.archive.sending = () => undefined;
      const { sweep_date } = await fixture.node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
      const asked = fixture.archive.questions.length;
      const again = await fixture.node.start('mine');
      await again.idle();
      await again.close();
      expect(await held()).toHaveLength(2);
      const later = fixture.archive.questions
        .slice(asked)
        .filter((one) => one.startsWith('STUDY 1') || one.startsWith('STUDY 2'));
      expect(later.every((one) => sweep_date === null || one.slice(-8) <= sweep_date)).toBe(true);
    });

    test('finds by comparison what was added there with an old date', async () => {
      fixture.archive.add(image(100, 1, { StudyDate: '20210101' }));
      await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      await fixture.node.idle();
      // A walk over everything that leaves nothing out has the last word.
      await fixture.node.db.updateTable('source').set({ truncated_at: change().now() }).execute();
      fixture.archive.add(image(100, 2, { StudyDate: '20210101' }));
      fixture.archive.add(image(101, 1, { StudyDate: '20220101' }));
      await after(dayMs);
      expect(await held()).toHaveLength(1);
      await after(6 * dayMs);
      expect(await held()).toHaveLength(3);
      expect(await truncatedAt()).toBeNull();
      expect(short(fixture.archive.sent).toSorted()).toEqual(['2.25.100.1', '2.25.100.2', '2.25.101.1']);
    });

    test('looks into what it copied once, however lately that was', async () => {
      for (let at = 0; at < 5; at += 1) fixture.archive.add(image(100 + at, 1, { StudyDate: '20210101' }));
      await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror, maxConcurrent: 1 });
      await fixture.node.idle();
      // The database's clock is another one here.
      await sql`update gateway.study set changed_at = ${change().now()}, arriving_since = null`.execute(
        fixture.node.db,
      );
      const asked = () => fixture.archive.questions.filter((one) => one.startsWith('SERIES')).length;
      const before = asked();
      for (let times = 0; times < 3; times += 1) await after(10 * minuteMs);
      expect([await held(), asked() - before]).toEqual([expect.objectContaining({ length: 5 }), 0]);
      await storeHere(image(100, 2, { StudyDate: '20210101' }));
      await sql`update gateway.study set changed_at = ${change().now()}`.execute(fixture.node.db);
      await after(10 * minuteMs);
      expect(short(fixture.archive.taken)).toEqual(['2.25.100.2']);
    });

    test('sends back what came here, once and verified, and nothing that came from there', async () => {
      for (const one of images(100, 2)) fixture.archive.add(one);
      await storeHere(image(101, 1, { StudyDate: '20230101' }), image(100, 3));
      const id = await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      await fixture.node.idle();
      // What was copied is still arriving here.
      await settle();
      await after(2 * minuteMs);
      expect(short(fixture.archive.taken).toSorted()).toEqual(['2.25.100.3', '2.25.101.1']);
      expect(await states()).toEqual(['2.25.100 done', '2.25.101 done']);
      await storeHere(image(102, 1, { StudyDate: '20230102' }));
      await after(10 * minuteMs);
      expect(fixture.archive.taken).toHaveLength(3);
      await runSource(change(), id, { compare: true });
      await after(hourMs);
      expect(fixture.archive.taken).toHaveLength(3);
    });

    test('sends nothing where that is not wanted', async () => {
      await storeHere(...images(101, 2));
      await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror: { ...mirror, sendBack: false } });
      await fixture.node.idle();
      expect(short(fixture.archive.taken)).toEqual([]);
      expect(await states()).toEqual(['2.25.101 done']);
    });

    test('keeps what comes while the archive is away, and sends it when it is back', async () => {
      const port = await deadPort();
      await storeHere(...images(101, 2));
      await fixture.node.source(port, { ...ofRound(), mirror });
      await fixture.node.idle();
      await after(hourMs);
      expect(await held()).toHaveLength(2);
      await fixture.archive.close();
      fixture.archive = await openSmallArchive(port);
      await after(hourMs);
      expect(short(fixture.archive.taken)).toEqual(['2.25.101.1', '2.25.101.2']);
      expect(await states()).toEqual(['2.25.101 done']);
    });

    test('gives up an image that the archive takes and does not list', async () => {
      await storeHere(...images(101, 2));
      fixture.archive.swallowed.add(long('2.25.101.2'));
      const id = await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      for (let times = 0; times < 10; times += 1) await after(15 * minuteMs);
      expect(short(fixture.archive.taken)).toEqual(['2.25.101.1', '2.25.101.2']);
      expect(await studyOf(101)).toMatchObject({ state: 'failed', code: 'not-verified', unsent: 1 });
      fixture.archive.swallowed.clear();
      const { id: study } = await studyOf(101);
      await retryStudies(change(), id, study);
      await fixture.node.idle();
      expect(await studyOf(101)).toMatchObject({ state: 'done', unsent: 0 });
    });
  });
}
