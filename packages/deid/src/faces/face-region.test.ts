import { createHeadShape } from '@isocenter/testkit/phantom/head-shape';
import { type HeadScan, scanHead, straightPose } from '@isocenter/testkit/phantom/head-volume';
import { seededRandom } from '@isocenter/testkit/random';
import { describe, expect, it } from 'vitest';
import type { Affine } from './affine.ts';
import { findBrainCells } from './brain-cells.ts';
import { planFace } from './face-plan.ts';
import { faceRegion } from './face-region.ts';
import { surveyOf } from './grid.ts';
import type { HeadFrame } from './head-frame.ts';
import type { OuterSurface } from './outer-surface.ts';
import type { Volume } from './volume.ts';

const shape = createHeadShape(seededRandom(20));
const random = seededRandom(21);
const fraction = () => random.fraction();

const step = 3;

/** Of a child: the smaller the head, the fewer cells it is looked for in. `series-region.test.ts` has an adult. */
const axial: HeadScan = {
  modality: 'CT',
  dimensions: [48, 60, 60],
  steps: [
    [step, 0, 0],
    [0, step, 0],
    [0, 0, step],
  ],
  middle: [0, 80, -4],
  pose: { ...straightPose, size: 0.75, nasion: [4, -95, 610] },
};

const scanned = scanHead(shape, axial, random);
const foundFace = detected(scanned);

const tilt = (20 * Math.PI) / 180;

const scans: readonly (readonly [string, HeadScan])[] = [
  [
    'axial, prone, from the feet up',
    {
      ...axial,
      steps: [
        [-step, 0, 0],
        [0, -step, 0],
        [0, 0, -step],
      ],
    },
  ],
  [
    'axial with a leaning gantry',
    {
      ...axial,
      steps: [
        [step, 0, 0],
        [0, step * Math.cos(tilt), -step * Math.sin(tilt)],
        [0, 0, step],
      ],
    },
  ],
  [
    'sagittal',
    {
      ...axial,
      dimensions: [60, 60, 48],
      steps: [
        [0, step, 0],
        [0, 0, -step],
        [step, 0, 0],
      ],
    },
  ],
  [
    'oblique, the head turned and bent',
    {
      ...axial,
      modality: 'MR',
      dimensions: [56, 68, 66],
      steps: [
        [2.88, 0.82, 0],
        [-0.78, 2.72, 1.02],
        [0.29, -1.02, 2.94],
      ],
      pose: { yaw: 9, pitch: -11, roll: -6, size: 0.76, nasion: [-6, -80, 20] },
    },
  ],
  [
    'the head looking up, in thick coronal slices',
    {
      ...axial,
      modality: 'MR',
      dimensions: [48, 64, 40],
      steps: [
        [step, 0, 0],
        [0, 0, -step],
        [0, 5, 0],
      ],
      pose: { yaw: -7, pitch: 13, roll: 4, size: 0.7, nasion: [0, 0, 0] },
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
    expect(others).toBeGreaterThan(2000);
    expect(changed).toBeGreaterThanOrEqual(others);
    const proof = faceRegion.prove(volume, found, before);
    expect(proof).toMatchObject({ holds: true, brainVoxelsChanged: 0 });
    expect(proof.medianMovedMm).toBeGreaterThanOrEqual(15);
    expect(proof.inFrontShare).toBeLessThan(0.05);
    expect(proof.frameMiss).toBeLessThan(1);
  });

  it('is not shown to be gone before it was taken off, nor where brain is changed or where heads have none', () => {
    const volume = { ...scanned, voxels: scanned.voxels.slice() };
    const found = { ...foundFace, voxels: volume.voxels };
    expect(faceRegion.prove(volume, found, scanned.voxels)).toMatchObject({ holds: false, medianMovedMm: 0 });

    faceRegion.obfuscate(volume, found, fraction);
    expect(faceRegion.prove(volume, found, scanned.voxels)).toMatchObject({ holds: true });

    const isElsewhere = { front: 30, top: 72, middle: 0, halfWidth: 58 };
    const misplaced = { ...found, plan: { ...found.plan, brain: { ...found.plan.brain, extent: isElsewhere } } };
    expect(faceRegion.prove(volume, misplaced, scanned.voxels)).toMatchObject({ holds: false, brainVoxelsChanged: 0 });

    const brain = scanned.isBrain.findIndex((is, at) => is === 1 && at > scanned.isBrain.length / 2);
    volume.voxels[brain] = 0;
    expect(faceRegion.prove(volume, found, scanned.voxels)).toMatchObject({ holds: false, brainVoxelsChanged: 1 });
  });

  it('is taken off without a voxel of brain where it is looked for too high, and far too high is seen', () => {
    const { isBrain, ...volume } = { ...scanned, voxels: scanned.voxels.slice() };
    const found = { ...foundFace, voxels: volume.voxels };
    const { plan } = found;
    const [high, farTooHigh] = [12, 45].map((above) => {
      const toHead = plan.frame.toHead.map((one, at) => (at === 11 ? one - above : one)) as unknown as Affine;
      const frame = { ...plan.frame, toHead };
      return planOf(volume, { surface: found.surface, frame });
    });
    if (high === undefined || farTooHigh === undefined) throw new Error('no plan');

    faceRegion.obfuscate(volume, { ...found, plan: high }, fraction);

    expect(volume.voxels.some((value, at) => value !== scanned.voxels[at])).toBe(true);
    expect(volume.voxels.every((value, at) => isBrain[at] === 0 || value === scanned.voxels[at])).toBe(true);
    expect(faceRegion.prove(volume, { ...found, plan: farTooHigh }, scanned.voxels)).toMatchObject({ holds: false });
  });

  it('is taken off a second series of the Frame of Reference by the plan of the first', () => {
    const { isBrain, ...second } = scanHead(
      shape,
      {
        ...axial,
        modality: 'MR',
        dimensions: [80, 40, 46],
        steps: [
          [0, 2, 0],
          [0, 0, -4],
          [3, 0, 0],
        ],
      },
      random,
    );
    const before = second.voxels.slice();

    faceRegion.obfuscate(second, foundFace, fraction);

    expect(before.some((value, at) => value !== second.voxels[at])).toBe(true);
    expect(before.every((value, at) => isBrain[at] === 0 || value === second.voxels[at])).toBe(true);
    expect(faceRegion.prove(second, foundFace, before).inFrontShare).toBeLessThan(0.05);
  });
});

describe('whether there is a face', () => {
  const kinds = (scan: HeadScan, bodyPart?: string) => {
    const { isBrain: _, ...volume } = scan === axial ? scanned : scanHead(shape, scan, random);
    const { kind, ...rest } = faceRegion.detect(volume, bodyPart === undefined ? {} : { bodyPart }, fraction);
    return kind === 'found' ? kind : `${kind} ${'reason' in rest ? rest.reason : ''}`;
  };

  it('is denied where the header names a part without one', () => {
    expect(kinds(axial, 'KNEE')).toBe('absent no-head');
    const low: HeadScan = { ...axial, dimensions: [48, 60, 18], middle: [0, 80, -60] };
    expect(kinds(low, 'CHEST')).toMatch(/^unsure /);
  });

  it('is unsure of a slab that shows a profile, and of one too thin for a head', () => {
    expect(kinds({ ...axial, dimensions: [10, 60, 60] })).toBe('unsure too-flat');
    expect(kinds({ ...axial, dimensions: [48, 60, 10] })).toBe('unsure too-flat');
  });

  it('is unsure where the vault is cut off', () => {
    expect(kinds({ ...axial, dimensions: [48, 60, 30], middle: [0, 80, -60] })).toMatch(/^unsure /);
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

function planOf(volume: Volume, { surface, frame }: { readonly surface: OuterSurface; readonly frame: HeadFrame }) {
  const survey = surveyOf(volume);
  if (survey === undefined) throw new Error('no place in space');
  const brain = findBrainCells(survey, { surface, frame, modality: volume.modality });
  return planFace({ surface, frame, brain }, fraction);
}
