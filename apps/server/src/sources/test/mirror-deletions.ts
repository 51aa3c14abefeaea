/** What a mirror makes of deletions, here and there. */

import { describe, expect, test } from 'vitest';
import { retryStudies, runSource } from '../repository.ts';
import { hourMs, minuteMs, mirror, type SourceFixture } from './source-fixture.ts';

export function describeMirrorDeletions(fixture: SourceFixture): void {
  const { held, long, states, image, images, storeHere, after, studyOf, dispose, purge, settle, change, ofRound } =
    fixture;

  describe('a mirror', () => {
    test('does not bring back what was deleted here, in the trash or for good, unless a person wants it', async () => {
      for (const one of [...images(100, 2), ...images(101, 3)]) fixture.archive.add(one);
      const id = await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      await fixture.node.idle();
      const gone = [await dispose('study', '2.25.100'), await dispose('instance', '2.25.101.2')];
      const sent = fixture.archive.sent.length;
      const compareAgain = async () => {
        await runSource(change(), id, { compare: true });
        await after(hourMs);
        expect(fixture.archive.sent).toHaveLength(sent);
        expect(await held()).toEqual(['2.25.101.1', '2.25.101.3']);
        expect(await states()).toEqual(['2.25.100 deleted-here', '2.25.101 done']);
      };
      await compareAgain();
      for (const trashId of gone) await purge(trashId);
      await compareAgain();
      await retryStudies(change(), id, (await studyOf(100)).id);
      await fixture.node.idle();
      expect(await held()).toHaveLength(4);
    });

    test('obeys a person who wants a study all the same once: later deletions hold, and what the archive gains comes', async () => {
      for (const one of images(100, 2)) fixture.archive.add(one);
      const id = await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      await fixture.node.idle();
      const gone = await dispose('study', '2.25.100');
      const compareAgain = async () => {
        await settle();
        await runSource(change(), id, { compare: true });
        await after(hourMs);
      };
      await compareAgain();
      expect(await states()).toEqual(['2.25.100 deleted-here']);
      await retryStudies(change(), id, (await studyOf(100)).id);
      await fixture.node.idle();
      expect(await studyOf(100)).toMatchObject({ state: 'done', is_forced: false, held: 2 });
      // The first deletion, in the trash and then gone for good, says nothing of what comes later.
      fixture.archive.add(image(100, 3));
      await compareAgain();
      await purge(gone);
      fixture.archive.add(image(100, 4));
      await compareAgain();
      expect(await held()).toHaveLength(4);
      fixture.archive.images.delete(long('2.25.100.1'));
      await compareAgain();
      expect(fixture.archive.taken).toEqual([]);
      const sent = fixture.archive.sent.length;
      const again = await dispose('study', '2.25.100');
      await compareAgain();
      await purge(again);
      await compareAgain();
      expect([fixture.archive.sent.length, await states()]).toEqual([sent, ['2.25.100 deleted-here']]);
      await retryStudies(change(), id, (await studyOf(100)).id);
      await fixture.node.idle();
      fixture.archive.add(image(100, 5));
      await compareAgain();
      expect(await held()).toHaveLength(4);
    });

    test('holds what was deleted for good and comes again from a scanner, with what the archive gains later', async () => {
      for (const one of images(100, 2)) fixture.archive.add(one);
      const id = await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      await fixture.node.idle();
      await purge(await dispose('study', '2.25.100'));
      await storeHere(...images(100, 2));
      fixture.archive.add(image(100, 3));
      await runSource(change(), id, { compare: true });
      await after(hourMs);
      expect(await held()).toEqual(['2.25.100.1', '2.25.100.2', '2.25.100.3']);
    });

    test('that is told to try again what was given up brings nothing back that was deleted in it', async () => {
      for (const one of images(100, 4)) fixture.archive.add(one);
      fixture.archive.withheld.add(long('2.25.100.2'));
      const id = await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      await fixture.node.idle();
      await dispose('instance', '2.25.100.1');
      for (let times = 0; times < 10; times += 1) await after(15 * minuteMs);
      expect(await states()).toEqual(['2.25.100 failed status-b000']);
      fixture.archive.withheld.clear();
      await retryStudies(change(), id, (await studyOf(100)).id);
      await fixture.node.idle();
      expect(await held()).toEqual(['2.25.100.2', '2.25.100.3', '2.25.100.4']);
    });

    test('neither deletes here what is deleted there, nor sends it there again', async () => {
      for (const one of [...images(100, 2), ...images(101, 2)]) fixture.archive.add(one);
      const id = await fixture.node.source(fixture.archive.port, { ...ofRound(), mirror });
      await storeHere(...images(102, 2));
      await fixture.node.idle();
      for (const uid of ['2.25.100.1', '2.25.100.2', '2.25.101.1', '2.25.102.2'])
        fixture.archive.images.delete(long(uid));
      const taken = fixture.archive.taken.length;
      await settle();
      await runSource(change(), id, { compare: true });
      await after(hourMs);
      expect(await held()).toHaveLength(6);
      expect(fixture.archive.taken).toHaveLength(taken);
      expect(await states()).toEqual(['2.25.100 deleted-there', '2.25.101 done', '2.25.102 done']);
    });
  });
}
