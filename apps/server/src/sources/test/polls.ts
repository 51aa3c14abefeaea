/** What a source that is polled copies: what is new there, what is missing here, and how it knows. */

import { describe, expect, test } from 'vitest';
import { retryStudies } from '../repository.ts';
import { dayMs, hourMs, minuteMs, mirror, type SourceFixture } from './source-fixture.ts';

export function describePolls(fixture: SourceFixture): void {
  const { held, short, long, states, image, images, truncatedAt, storeHere, after, studyOf, told, change, ofRound } =
    fixture;

  describe('a poll', () => {
    test('copies what is new and only what is missing, and what is added, when its time has come', async () => {
      for (const one of images(100, 3)) fixture.archive.add(one);
      fixture.archive.add(image(101, 1, { StudyDate: '20260201' }));
      await storeHere(image(100, 2));
      await fixture.node.source(fixture.archive.port);
      await fixture.node.idle();
      expect(await held()).toEqual(['2.25.100.1', '2.25.100.2', '2.25.100.3']);
      expect(short(fixture.archive.sent)).toEqual(['2.25.100.1', '2.25.100.3']);
      fixture.archive.add(image(100, 4));
      await fixture.node.idle();
      expect(fixture.archive.sent).toHaveLength(2);
      await after(10 * minuteMs);
      expect(short(fixture.archive.sent)).toEqual(['2.25.100.1', '2.25.100.3', '2.25.100.4']);
      expect(await states()).toEqual(['2.25.100 done']);
      const asked = fixture.archive.questions.length;
      await after(10 * minuteMs);
      expect(fixture.archive.questions.slice(asked)).toEqual(['STUDY 20260302-']);
    });

    test('asks an archive in parts that answers only so often', async () => {
      for (const [at, StudyTime] of ['000100', '000101', '113000', '235959'].entries()) {
        fixture.archive.add(image(100 + at, 1, { StudyTime }));
      }
      fixture.archive.add(image(200, 1, { StudyDate: '20260303' }));
      fixture.archive.answerLimit = 3;
      await fixture.node.source(fixture.archive.port, { answerLimit: 3 });
      await fixture.node.idle();
      expect(await held()).toHaveLength(5);
      // A study of that day without a time is in none of its parts.
      expect(await truncatedAt()).not.toBeNull();
    });

    test('knows by a long answer for a whole day that it has all of it, also what has no time', async () => {
      for (let at = 0; at < 4; at += 1) fixture.archive.add(image(100 + at, 1, { StudyTime: `1${at}1100` }));
      fixture.archive.add(image(104, 1, { StudyTime: '' }));
      await fixture.node.source(fixture.archive.port, { answerLimit: 4 });
      await fixture.node.idle();
      expect([await truncatedAt(), (await held()).length]).toEqual([null, 5]);
      fixture.archive.answerLimit = 4;
      await after(10 * minuteMs);
      expect(await truncatedAt()).not.toBeNull();
    });

    test('says when there is more in one minute than the archive names', async () => {
      for (const study of [100, 101, 102]) fixture.archive.add(image(study, 1, { StudyTime: '101112' }));
      fixture.archive.answerLimit = 2;
      await fixture.node.source(fixture.archive.port, { answerLimit: 2 });
      await fixture.node.idle();
      expect(await held()).toHaveLength(2);
      expect(await truncatedAt()).not.toBeNull();
    });

    test('takes that back once a look from the same day on, or an earlier one, left nothing out', async () => {
      for (const study of [100, 101, 102]) fixture.archive.add(image(study, 1, { StudyTime: '101112' }));
      fixture.archive.answerLimit = 2;
      await fixture.node.source(fixture.archive.port, { answerLimit: 2 });
      await fixture.node.idle();
      const { truncated_from } = await fixture.node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
      fixture.archive.answerLimit = 500;
      // As if it had looked back one day further then.
      const further = { answer_limit: 500, truncated_from: String(Number(truncated_from) - 1) };
      await fixture.node.db.updateTable('source').set(further).execute();
      await after(10 * minuteMs);
      expect([(await held()).length, await truncatedAt()]).toEqual([3, expect.any(Date)]);
      await fixture.node.db.updateTable('source').set({ truncated_from }).execute();
      await after(10 * minuteMs);
      expect(await truncatedAt()).toBeNull();
    });

    test('is narrowed by modalities, and asks for each of them', async () => {
      for (const [at, Modality] of ['CT', 'MR', 'US'].entries()) fixture.archive.add(image(100 + at, 1, { Modality }));
      await fixture.node.source(fixture.archive.port, { modalities: ['CT', 'US'] });
      await fixture.node.idle();
      expect(await held()).toEqual(['2.25.100.1', '2.25.102.1']);
    });

    test('compares image by image where the archive counts nothing, less often the longer nothing changes', async () => {
      fixture.archive.hasCounts = false;
      for (const one of images(100, 2)) fixture.archive.add(one);
      await fixture.node.source(fixture.archive.port);
      await fixture.node.idle();
      fixture.archive.add(image(100, 3));
      await after(10 * minuteMs);
      expect(await held()).toEqual(['2.25.100.1', '2.25.100.2', '2.25.100.3']);
      const asked = () => fixture.archive.questions.filter((one) => one.startsWith('SERIES')).length;
      const before = asked();
      for (let times = 0; times < 6; times += 1) await after(10 * minuteMs);
      expect(asked() - before).toBe(2);
    });

    test('begins where the last one was, however long the node was away', async () => {
      await fixture.node.source(fixture.archive.port);
      await fixture.node.idle();
      fixture.archive.add(image(100, 1, { StudyDate: '20260303' }));
      await after(20 * dayMs);
      expect(await held()).toEqual(['2.25.100.1']);
    });

    test('names what the archive counts and does not send by number, and does not try for ever', async () => {
      for (const one of images(100, 4)) fixture.archive.add(one);
      fixture.archive.withheld.add(long('2.25.100.2')).add(long('2.25.100.3'));
      const id = await fixture.node.source(fixture.archive.port);
      for (let times = 0; times < 12; times += 1) await after(15 * minuteMs);
      expect(await held()).toEqual(['2.25.100.1', '2.25.100.4']);
      expect(await studyOf(100)).toMatchObject({
        state: 'failed',
        code: 'status-b000',
        missing: 2,
        theirs: 4,
        held: 2,
      });
      expect(short(fixture.archive.sent)).toEqual(['2.25.100.1', '2.25.100.4']);
      const asked = fixture.archive.questions.filter((one) => one === 'SERIES').length;
      await after(hourMs);
      expect(fixture.archive.questions.filter((one) => one === 'SERIES')).toHaveLength(asked);
      expect(await told()).toMatchObject([{ kind: 'given-up-studies', subject: 'ARCHIVE', details: { studies: 1 } }]);
      fixture.archive.withheld.clear();
      expect(await retryStudies(change(), id)).toBe(1);
      await fixture.node.idle();
      expect(await studyOf(100)).toMatchObject({ state: 'done', missing: 0, fetched: 4 });
    });

    test('fetches a series whole of which the archive lists fewer images than it counts, and gives up what does not come', async () => {
      for (const one of [...images(100, 4), ...images(101, 4)]) fixture.archive.add(one);
      for (const uid of ['2.25.100.3', '2.25.101.3', '2.25.101.4']) fixture.archive.unlisted.add(long(uid));
      fixture.archive.withheld.add(long('2.25.101.4'));
      await storeHere(image(100, 1), image(100, 9), image(101, 1));
      await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      for (let times = 0; times < 8; times += 1) await after(15 * minuteMs);
      expect(await states()).toEqual(['2.25.100 done', '2.25.101 failed status-b000']);
      expect(await held()).toHaveLength(8);
      expect(await studyOf(101)).toMatchObject({ missing: 1, unsent: 0 });
      expect(fixture.archive.taken).toEqual([]);
    });

    test('leaves alone what it looked into, where the archive counts more of a study than of its series', async () => {
      for (const one of [...images(100, 2), ...images(101, 2)]) fixture.archive.add(one);
      fixture.archive.excess = 1;
      fixture.archive.withheld.add(long('2.25.101.2'));
      await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      for (let times = 0; times < 10; times += 1) await after(15 * minuteMs);
      expect(await states()).toEqual(['2.25.100 done', '2.25.101 failed status-b000']);
      const asked = () => fixture.archive.questions.filter((one) => one.startsWith('SERIES')).length;
      const before = asked();
      for (let times = 0; times < 3; times += 1) await after(10 * minuteMs);
      expect(asked()).toBe(before);
      await storeHere(image(100, 3), image(100, 4));
      await after(10 * minuteMs);
      expect(short(fixture.archive.taken)).toEqual(['2.25.100.3', '2.25.100.4']);
    });
  });
}
