import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '@isocenter/testkit/random';
import { expect, it } from 'vitest';
import { faceRegion } from './face-region.ts';
import type { Volume } from './volume.ts';

const templates = '/usr/share/mricron/templates';
const absence = existsSync(`${templates}/ch2.nii.gz`) ? '' : ' (skipped: Debian package mricron-data is absent)';

it.skipIf(absence !== '')(`no voxel of the brain of a real head in MR is changed${absence}`, () => {
  const volume = readTemplate('ch2.nii.gz');
  const brain = readTemplate('ch2bet.nii.gz').voxels;
  const before = volume.voxels.slice();
  const random = seededRandom(1);
  const fraction = () => random.fraction();

  const found = faceRegion.detect(volume, {}, fraction);
  if (found.kind !== 'found') throw new Error(found.reason);
  const changed = faceRegion.obfuscate(volume, found.plan, fraction);

  expect(before.filter((value, at) => (brain[at] ?? 0) > 0 && value !== volume.voxels[at])).toHaveLength(0);
  expect(changed).toBeGreaterThan(100_000);
  // Eyes and the upper nose are in the volume; the nasion of this head is known.
  expect(found.plan.plan.frame).toMatchObject({ nasionBy: 'profile', pitchDegrees: expect.closeTo(0, -1) });
  expect(faceRegion.prove(volume, found.plan, before)).toMatchObject({ holds: true });
});

/** One byte a voxel, one millimetre wide; header by the NIfTI-1 standard, whose axes point right and to the front. */
function readTemplate(name: string): Volume {
  const bytes = gunzipSync(readFileSync(`${templates}/${name}`));
  const [columns, rows, slices] = [bytes.readInt16LE(42), bytes.readInt16LE(44), bytes.readInt16LE(46)];
  const from = bytes.readFloatLE(108);
  const place = (row: number, column: number) => bytes.readFloatLE(280 + 16 * row + 4 * column);
  const row = (at: number, sign: number) =>
    [sign * place(at, 0), sign * place(at, 1), sign * place(at, 2), sign * place(at, 3)] as const;
  return {
    modality: 'MR',
    voxels: new Uint8Array(bytes.subarray(from, from + columns * rows * slices)),
    dimensions: [columns, rows, slices],
    toPatient: [...row(0, -1), ...row(1, -1), ...row(2, 1)],
    rescale: [],
    lowest: 0,
    highest: 255,
  };
}
