import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { MoverStatus } from '../object-store/mover.ts';
import type { SpoolNumber } from '../storage/log-entry.ts';
import type { LinkEvents, Notice } from './gateway-link.ts';
import { SharedMoves } from './shared-moves.ts';

const nothing: MoverStatus = {
  ...{ movedFiles: 0, movedBytes: 0, cachedBytes: 0, waitingFiles: 0, waitingBytes: 0, removals: 0 },
  ...{ failingSince: undefined, failure: undefined },
};
const since = new Date('2026-01-02T03:04:05Z');

/** What one tells, the others hear; and what goes between them is JSON. */
function network() {
  const ends: EventEmitter<LinkEvents>[] = [];
  let nowMs = 0;
  const join = (moves: Map<SpoolNumber, MoverStatus>) => {
    const events = new EventEmitter<LinkEvents>();
    ends.push(events);
    const tell = async (notice: Notice) => {
      for (const end of ends) if (end !== events) end.emit('notice', JSON.parse(JSON.stringify(notice)));
    };
    const movers = () => new Map([...moves].map(([spool, status]) => [spool, { status }]));
    return new SharedMoves({ link: { events, tell }, movers, hasOthers: () => true, clock: () => nowMs });
  };
  return { join, pass: (ms: number) => (nowMs += ms) };
}

test('each gateway knows of the files of all, and of a failure that only another one has', async () => {
  const { join, pass } = network();
  const first = new Map([[1, { ...nothing, movedFiles: 3, movedBytes: 300 }]]);
  const failing = { ...nothing, waitingFiles: 2, waitingBytes: 20, failingSince: since, failure: 'store-unavailable' };
  const [one, other] = [join(first), join(new Map([[2, failing]]))];
  await other.tell();
  expect(one.own).toEqual(first.get(1));
  expect(one.all).toEqual({ ...failing, movedFiles: 3, movedBytes: 300 });
  // It takes the spool over: what was heard of it is not counted beside that.
  first.set(2, { ...nothing, waitingFiles: 1 });
  expect(one.all).toEqual({ ...nothing, movedFiles: 3, movedBytes: 300, waitingFiles: 1 });
  first.delete(2);
  pass(61_000);
  expect(one.all).toEqual(first.get(1));
  one.close();
  other.close();
});
