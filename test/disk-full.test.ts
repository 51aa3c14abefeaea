/**
 * A full disk: what cannot be stored is refused as out of resources over every way in, associations stay usable, nothing
 * acknowledged is lost, and once there is room again all is as before. The objects lie on a small file system of their own.
 */

import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dimseStatus } from '@isocenter/dimse/status';
import { sha256 } from '@isocenter/testkit/dicomweb-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { associate, buildSmallObject, newUid, type SmallObject } from './small-object.ts';

const diskMegabytes = 40;

function mount(folder: string, options = [`size=${diskMegabytes}m`, 'mode=700']): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(), 'tmpfs', folder], { stdio: 'ignore' });
}

function unmount(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'ignore' });
}

/** Only root may, and not in every container. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-mount-'));
  try {
    mount(folder);
    unmount(folder);
    return true;
  } catch {
    return false; // the reason stands in the title of what is skipped
  } finally {
    rmdirSync(folder);
  }
}

const isPossible = canMount();

describe.skipIf(!isPossible)(
  `a full disk${isPossible ? '' : ' (skipped: file systems cannot be mounted here)'}`,
  () => {
    let node: RunningNode;
    let disk: string;
    const study = newUid();
    const acknowledged = new Map<string, string>();
    const fillerFile = () => join(disk, 'filler');

    beforeAll(async () => {
      node = await startNode({
        prepare: (dataDir) => {
          disk = join(dataDir, 'blobs');
          mkdirSync(disk, { recursive: true });
          mount(disk);
        },
      });
    });
    afterAll(async () => {
      await node?.process.stop();
      if (disk !== undefined) unmount(disk);
      await node?.close();
    });

    test('refuses C-STORE with A700H, and the association stays usable', async () => {
      const association = await associate(node);
      await store(association, build(4_000));
      fill();
      for (const pixelBytes of [4_000, 400_000, 3_000_000]) {
        expect((await store(association, build(pixelBytes))).status).toBe(dimseStatus.outOfResources);
        expect(await association.echo()).toBe(0);
      }
      free();
      for (const pixelBytes of [4_000, 400_000, 3_000_000]) {
        expect((await store(association, build(pixelBytes))).status).toBe(0);
      }
      await association.release();
    });

    test('refuses STOW-RS with the reason A700H and imports with 507', async () => {
      fill();
      const { status, response } = await node.dicomweb.store([
        { body: build(4_000).file },
        { body: build(3_000_000).file },
      ]);
      expect(status).toBe(507);
      const reasons = JSON.stringify(response).match(/"00081197":\{"vr":"US","Value":\[42752\]\}/g);
      expect(reasons).toHaveLength(2);
      for (const pixelBytes of [4_000, 3_000_000]) {
        const answer = await fetch(`${node.httpUrl}/api/imports`, {
          method: 'POST',
          headers: { authorization: `Bearer ${node.token}`, 'content-type': 'application/octet-stream' },
          body: Buffer.from(build(pixelBytes).file),
        });
        expect([answer.status, JSON.parse(await answer.text()).code]).toEqual([507, 'disk-full']);
      }
      free();
    });

    test('loses nothing that was acknowledged while it filled up', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 4 }, async (_, sender) => {
          const association = await associate(node);
          const statuses: number[] = [];
          // Each sends until it was refused some times: others may still find room.
          while (statuses.filter((status) => status !== 0).length < 5) {
            statuses.push(
              (await store(association, build(statuses.length % 3 === sender % 3 ? 1_500_000 : 60_000))).status,
            );
          }
          await association.release();
          return statuses;
        }),
      );
      expect(new Set(outcomes.flat())).toEqual(new Set([0, dimseStatus.outOfResources]));
      await expectAllServed();
    });

    test('keeps no node from starting, which takes objects again once there is room', async () => {
      await node.process.stop();
      fill();
      node = await node.startAgain();
      await expectAllServed();
      const association = await associate(node);
      expect((await store(association, build(60_000))).status).toBe(dimseStatus.outOfResources);
      free();
      mount(disk, ['remount', `size=${2 * diskMegabytes}m`]);
      expect((await store(association, build(60_000))).status).toBe(0);
      await association.release();
      await node.process.stop();
      node = await node.startAgain();
      await expectAllServed();
      // Who else can sign in to the machine is said at every start.
      const lines = node.output().split('\n');
      const others = lines.filter((line) => !line.includes('"code":"loopback-shared"'));
      expect(others.join('\n')).not.toMatch(/"level":"(error|warn)"/);
    });

    function build(pixelBytes: number): SmallObject {
      const pixels = new Uint8Array(pixelBytes).fill(acknowledged.size);
      return buildSmallObject({ StudyInstanceUID: study, PixelData: { vr: 'OW', value: pixels } });
    }

    async function store(association: Awaited<ReturnType<typeof associate>>, object: SmallObject) {
      const outcome = await association.store(object);
      if (outcome.status === 0) acknowledged.set(object.sopInstanceUid, sha256(object.dataSet));
      return outcome;
    }

    /** Takes all the room there is. */
    function fill(): void {
      const file = openSync(fillerFile(), 'w');
      for (const piece of [new Uint8Array(1 << 16), new Uint8Array(1)]) {
        try {
          while (writeSync(file, piece) === piece.length);
        } catch {
          // ENOSPC: smaller pieces may still fit.
        }
      }
      closeSync(file);
    }

    function free(): void {
      rmSync(fillerFile());
    }

    async function expectAllServed(): Promise<void> {
      expect(await node.dicomweb.retrieveDigests(study)).toEqual(acknowledged);
    }
  },
);
