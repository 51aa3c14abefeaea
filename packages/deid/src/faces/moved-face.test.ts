import { type HeadLesion, withLesion } from '@isocenter/testkit/phantom/head-lesion';
import { createHeadShape } from '@isocenter/testkit/phantom/head-shape';
import { type HeadScan, scanHead, straightPose } from '@isocenter/testkit/phantom/head-volume';
import { seededRandom } from '@isocenter/testkit/random';
import { describe, expect, it } from 'vitest';
import { type FoundFace, faceRegion, movedFaceRegion } from './face-region.ts';
import { createSurfaceMixture } from './generic-surface.ts';
import type { Volume } from './volume.ts';

const shape = createHeadShape(seededRandom(50));
const scan: HeadScan = {
  modality: 'CT',
  dimensions: [48, 62, 60],
  steps: [
    [3, 0, 0],
    [0, 3, 0],
    [0, 0, 3],
  ],
  middle: [0, 76, -4],
  pose: { ...straightPose, size: 0.75, yaw: 4, pitch: -3, nasion: [4, -95, 610] },
};
const { isBrain, ...head } = scanHead(shape, scan, seededRandom(51));
const found = foundIn(head);
const moved = changedBy(movedFaceRegion, head.voxels);
const cut = changedBy(faceRegion, head.voxels);

const lesions: readonly (readonly [string, HeadLesion])[] = [
  ['nose', { left: 0, up: -44, radiusMm: 8, contrast: 200 }],
  ['cheek', { left: 40, up: -36, radiusMm: 8, contrast: 200 }],
];

describe('a face that is moved', () => {
  it('is that of nobody, and no voxel of brain is another', () => {
    const proofOf = (voxels: Uint16Array) => movedFaceRegion.prove({ ...head, voxels }, found, head.voxels);
    expect(proofOf(head.voxels)).toMatchObject({ holds: false, medianMovedMm: expect.closeTo(0, 3) });

    const proof = proofOf(moved);
    expect(proof).toMatchObject({ holds: true, brainVoxelsChanged: 0 });
    expect(proof.rays).toBeGreaterThan(1000);
    expect(proof.medianMovedMm).toBeGreaterThan(2);
    expect(Math.abs(proof.residualCorrelation)).toBeLessThan(0.2);
    expect(head.voxels.some((value, at) => isBrain[at] === 1 && value !== moved[at])).toBe(false);
  });

  it.each(lesions)('keeps a lesion of the %s, which a face that is cut off does not', (_, lesion) => {
    const planted = withLesion({ ...head, isBrain }, { shape, pose: scan.pose, lesion });

    const added = addedTo(moved, changedBy(movedFaceRegion, planted.voxels));
    const left = addedTo(cut, changedBy(faceRegion, planted.voxels));

    expect(Math.max(...added)).toBeGreaterThan(0.9 * lesion.contrast);
    expect(added.filter((one) => one > 100).length / planted.count).toBeCloseTo(1, 0);
    expect(left.filter((one) => one > 100)).toHaveLength(0);
  });

  it('is another one each time, and none is far from all others', () => {
    const [one, other] = [60, 61].map((seed) => createSurfaceMixture(seededRandom(seed).fraction));
    const apart = Array.from(one ?? [], (distance, at) => Math.abs(distance - (other?.[at] ?? 0)));
    expect(Math.max(...apart)).toBeGreaterThan(3);
    expect(Math.max(...apart)).toBeLessThan(40);
  });
});

function foundIn(volume: Volume): FoundFace {
  const detection = movedFaceRegion.detect(volume, {}, seededRandom(52).fraction);
  if (detection.kind !== 'found') throw new Error(detection.reason);
  return detection.plan;
}

/** The stored values after the same was done to them in the same way. */
function changedBy(region: typeof faceRegion, before: Uint16Array): Uint16Array {
  const voxels = before.slice();
  region.obfuscate({ ...head, voxels }, { ...found, voxels }, seededRandom(53).fraction);
  return voxels;
}

/** What a lesion adds to what is left without it. */
function addedTo(without: Uint16Array, withIt: Uint16Array): readonly number[] {
  return Array.from(withIt, (value, at) => value - (without[at] ?? 0)).filter((one) => one > 0);
}
