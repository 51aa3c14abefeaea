import { createHeadShape } from '@isocenter/testkit/phantom/head-shape';
import { type HeadScan, scanHead, straightPose } from '@isocenter/testkit/phantom/head-volume';
import { seededRandom } from '@isocenter/testkit/random';
import { describe, expect, it } from 'vitest';
import { faceRegion } from './face-region.ts';
import type { Volume } from './volume.ts';

const shape = createHeadShape(seededRandom(20));
const random = seededRandom(21);
const fraction = () => random.fraction();

const axial: HeadScan = {
  modality: 'CT',
  dimensions: [96, 108, 100],
  steps: [
    [2.4, 0, 0],
    [0, 2.4, 0],
    [0, 0, 2.5],
  ],
  middle: [0, 80, -4],
  pose: { ...straightPose, nasion: [4, -95, 610] },
};

const tilt = (20 * Math.PI) / 180;

const scans: readonly (readonly [string, HeadScan])[] = [
  ['axial', axial],
  [
    'axial, feet first, from the feet up',
    {
      ...axial,
      steps: [
        [2.4, 0, 0],
        [0, 2.4, 0],
        [0, 0, -2.5],
      ],
    },
  ],
  [
    'axial, prone',
    {
      ...axial,
      steps: [
        [-2.4, 0, 0],
        [0, -2.4, 0],
        [0, 0, 2.5],
      ],
    },
  ],
  [
    'axial with a leaning gantry',
    {
      ...axial,
      steps: [
        [2.4, 0, 0],
        [0, 2.4 * Math.cos(tilt), -2.4 * Math.sin(tilt)],
        [0, 0, 2.5],
      ],
    },
  ],
  [
    'sagittal',
    {
      ...axial,
      dimensions: [108, 100, 96],
      steps: [
        [0, 2.4, 0],
        [0, 0, -2.5],
        [2.4, 0, 0],
      ],
    },
  ],
  [
    'coronal',
    {
      ...axial,
      dimensions: [96, 100, 108],
      steps: [
        [2.4, 0, 0],
        [0, 0, -2.5],
        [0, 2.4, 0],
      ],
    },
  ],
  [
    'oblique, the head turned and bent',
    {
      ...axial,
      modality: 'MR',
      steps: [
        [2.31, 0.66, 0],
        [-0.62, 2.17, 0.82],
        [0.23, -0.82, 2.35],
      ],
      pose: { yaw: 9, pitch: -11, roll: -6, size: 0.94, nasion: [-6, -80, 20] },
    },
  ],
  [
    'a child, looking up, in thick slices',
    {
      ...axial,
      modality: 'MR',
      dimensions: [96, 108, 44],
      steps: [
        [2.4, 0, 0],
        [0, 2.4, 0],
        [0, 0, 5],
      ],
      pose: { yaw: -7, pitch: 13, roll: 4, size: 0.8, nasion: [0, 0, 0] },
    },
  ],
];

describe('the face of a head', () => {
  it.each(scans)('is taken off without a voxel of brain: %s', (_, scan) => {
    const { isBrain, ...volume } = scanHead(shape, scan, random);
    const before = volume.voxels.slice();

    const found = detected(volume);
    const changed = faceRegion.obfuscate(volume, found, fraction);

    let [brain, others] = [0, 0];
    before.forEach((value, at) => {
      if (value === volume.voxels[at]) return;
      if (isBrain[at] === 1) brain += 1;
      else others += 1;
    });
    expect(brain).toBe(0);
    expect(others).toBeGreaterThan(10_000);
    expect(changed).toBeGreaterThanOrEqual(others);
    const proof = faceRegion.prove(volume, found);
    expect(proof).toMatchObject({ holds: true });
    expect(proof.medianMovedMm).toBeGreaterThanOrEqual(15);
    expect(proof.inFrontShare).toBeLessThan(0.05);
  });

  it('is not shown to be gone before it was taken off', () => {
    const { isBrain: _, ...volume } = scanHead(shape, axial, random);
    expect(faceRegion.prove(volume, detected(volume))).toMatchObject({ holds: false, medianMovedMm: 0 });
  });

  it('is taken off a second series of the Frame of Reference by the plan of the first', () => {
    const { isBrain: _, ...first } = scanHead(shape, axial, random);
    const { isBrain, ...second } = scanHead(
      shape,
      {
        ...axial,
        modality: 'MR',
        dimensions: [108, 50, 60],
        steps: [
          [0, 2, 0],
          [0, 0, -4],
          [3, 0, 0],
        ],
      },
      random,
    );
    const before = second.voxels.slice();
    const found = detected(first);

    faceRegion.obfuscate(second, found, fraction);

    expect(before.some((value, at) => value !== second.voxels[at])).toBe(true);
    expect(before.every((value, at) => isBrain[at] === 0 || value === second.voxels[at])).toBe(true);
    expect(faceRegion.prove(second, found).inFrontShare).toBeLessThan(0.05);
  });
});

describe('whether there is a face', () => {
  const kinds = (scan: HeadScan, bodyPart?: string) => {
    const { isBrain: _, ...volume } = scanHead(shape, scan, random);
    const { kind, ...rest } = faceRegion.detect(volume, bodyPart === undefined ? {} : { bodyPart }, fraction);
    return kind === 'found' ? kind : `${kind} ${'reason' in rest ? rest.reason : ''}`;
  };

  it('is denied where the header names a part without one', () => {
    expect(kinds(axial, 'KNEE')).toBe('absent no-head');
    expect(kinds(axial, 'CHEST')).toBe('found');
  });

  it('is unsure of a slab that shows a profile, and of one too thin for a head', () => {
    expect(kinds({ ...axial, dimensions: [12, 108, 100] })).toBe('unsure too-flat');
    expect(kinds({ ...axial, dimensions: [96, 108, 12] })).toBe('unsure too-flat');
  });

  it('is unsure where the vault is cut off', () => {
    expect(kinds({ ...axial, dimensions: [96, 108, 50], middle: [0, 80, -60] })).toMatch(/^unsure /);
  });

  it('is unsure of a volume in which nothing stands out', () => {
    const volume: Volume = {
      modality: 'MR',
      voxels: new Int16Array(40 * 40 * 40),
      dimensions: [40, 40, 40],
      toPatient: [5, 0, 0, 0, 0, 5, 0, 0, 0, 0, 5, 0],
      rescale: [],
      lowest: -32_768,
      highest: 32_767,
    };
    expect(faceRegion.detect(volume, {}, fraction)).toEqual({ kind: 'unsure', reason: 'no-surface' });
  });
});

function detected(volume: Volume) {
  const detection = faceRegion.detect(volume, {}, fraction);
  if (detection.kind !== 'found') throw new Error(detection.reason);
  return detection.plan;
}
