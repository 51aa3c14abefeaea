/** When a source is looked at, how fast it is copied, and what holds that up: hours, other archives, failures, kills, leases. */

import { describe, expect, test } from 'vitest';
import { openSmallArchive } from '../../../test/small-archive.ts';
import { leaseMs } from '../leases.ts';
import { presentSource } from '../presenter.ts';
import { getSource, pauseSource, resumeSource } from '../repository.ts';
import { hourMs, minuteMs, type SourceFixture } from './source-fixture.ts';

export function describePollPace(fixture: SourceFixture): void {
  const { held, long, states, image, images, after, told, change } = fixture;

  describe('a poll', () => {
    test('copies so many studies at a time and in an hour', async () => {
      for (let study = 100; study < 106; study += 1) fixture.archive.add(image(study, 1));
      let running = 0;
      fixture.archive.sending = async () => {
        const { studies } = await fixture.node.db
          .selectFrom('source_study')
          .select((eb) => eb.fn.countAll<number>().as('studies'))
          .where('state', '=', 'running')
          .executeTakeFirstOrThrow();
        running = Math.max(running, studies);
      };
      const id = await fixture.node.source(fixture.archive.port, { maxConcurrent: 2, studiesPerHour: 4 });
      const waitsFor = async () => presentSource(await getSource(change(), id), change().now()).waitsFor;
      await fixture.node.idle();
      expect(fixture.archive.sent).toHaveLength(4);
      expect(running).toBe(2);
      const { begun } = await fixture.node.db
        .selectFrom('source_study')
        .select((eb) => eb.fn.min<Date>('begun_at').as('begun'))
        .executeTakeFirstOrThrow();
      expect(await waitsFor()).toEqual({ what: 'pace', until: new Date(begun.getTime() + hourMs).toISOString() });
      // One that is under way for longer than an hour has a place for as long as it goes on.
      const sending = fixture.node.db.updateTable('source_study').where('begun_at', 'is not', null);
      await sending.set({ state: 'running', begun_at: new Date(begun.getTime() - 2 * hourMs) }).execute();
      expect(await waitsFor()).toEqual({ what: 'pace' });
      await sending.set({ state: 'done', begun_at: begun }).execute();
      await after(hourMs + 1);
      expect(fixture.archive.sent).toHaveLength(6);
      expect(await waitsFor()).toBeUndefined();
    });

    test('does nothing outside its hours and while it is paused', async () => {
      fixture.archive.add(image(100, 1));
      const { now } = change();
      const hour = (at: number) => `${String((now().getHours() + at) % 24).padStart(2, '0')}:00`;
      const days = [1, 2, 3, 4, 5, 6, 7];
      const id = await fixture.node.source(fixture.archive.port, { hours: [{ days, from: hour(2), to: hour(4) }] });
      await fixture.node.idle();
      expect(fixture.archive.questions).toEqual([]);
      await pauseSource(change(), id);
      await after(3 * hourMs);
      expect(fixture.archive.questions).toEqual([]);
      await resumeSource(change(), id);
      await fixture.node.idle();
      expect(await held()).toEqual(['2.25.100.1']);
    });

    test('waits for an archive that is away, without an attempt of its studies, and copies when it is back', async () => {
      for (const one of [...images(100, 1), ...images(101, 1)]) fixture.archive.add(one);
      const { port } = fixture.archive;
      await fixture.node.source(port, { studiesPerHour: 1 });
      await fixture.node.idle();
      expect(fixture.archive.sent).toHaveLength(1);
      await fixture.archive.close();
      for (let times = 0; times < 8; times += 1) await after(hourMs);
      const source = () => fixture.node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
      expect(await source()).toMatchObject({ failure_code: 'connection-failed' });
      expect((await source()).failures).toBeGreaterThan(3);
      expect(await told()).toMatchObject([{ kind: 'failing-archive', details: { code: 'connection-failed' } }]);
      const [left] = await fixture.node.db
        .selectFrom('source_study')
        .selectAll()
        .where('state', '=', 'waiting')
        .execute();
      expect(left?.attempts).toBe(0);
      const { images: kept } = fixture.archive;
      fixture.archive = await openSmallArchive(port);
      for (const [uid, one] of kept) fixture.archive.images.set(uid, one);
      await after(hourMs);
      expect(await held()).toHaveLength(2);
      expect(await source()).toMatchObject({ failures: 0, failing_since: null });
    });

    test('that fails in this node says so, and is tried again later and later', async () => {
      await fixture.node.source(fixture.archive.port);
      // As an earlier version let it be written down.
      await fixture.node.db.updateTable('source').set({ query_keys: '{"RequestAttributesSequence":"x"}' }).execute();
      for (let times = 0; times < 4; times += 1) await after(minuteMs);
      const source = await fixture.node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
      expect(source).toMatchObject({ failure_code: 'node-failed', lease_owner: null });
      expect(source.failures).toBeGreaterThan(2);
      expect(fixture.archive.questions).toEqual([]);
    });

    test('goes on after a kill in the middle of a study: what came is not sent again', async () => {
      for (const one of images(100, 5)) fixture.archive.add(one);
      await fixture.node.source(fixture.archive.port);
      const stopped = Promise.withResolvers<void>();
      fixture.archive.sending = async (uid) => {
        if (uid !== long('2.25.100.4')) return;
        fixture.archive.sending = () => undefined;
        await first.close();
        stopped.resolve();
      };
      const first = await fixture.node.start('mine');
      await stopped.promise;
      // As a kill leaves it: nobody gave the lease back.
      await fixture.node.db
        .updateTable('source_study')
        .set({ state: 'running', lease_owner: 'mine', lease_until: new Date(change().now().getTime() + leaseMs) })
        .execute();
      const sent = fixture.archive.sent.length;
      expect(await held()).toHaveLength(3);
      const again = await fixture.node.start('mine');
      await again.idle();
      await again.close();
      expect(await held()).toHaveLength(5);
      expect(fixture.archive.sent.slice(sent).filter((uid) => /\.[123]$/.test(uid))).toEqual([]);
      expect(await states()).toEqual(['2.25.100 done']);
    });

    test('of another node is left alone until its lease is over', async () => {
      fixture.archive.add(image(100, 1));
      await fixture.node.source(fixture.archive.port, { everyMinutes: 10_000 });
      const lease_until = new Date(change().now().getTime() + leaseMs);
      await fixture.node.db.updateTable('source').set({ lease_owner: 'another', lease_until }).execute();
      await fixture.node.idle();
      expect(fixture.archive.questions).toEqual([]);
      await after(leaseMs);
      expect(await held()).toEqual(['2.25.100.1']);
    });
  });
}
