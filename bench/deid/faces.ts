/**
 * `node bench/run.ts faces [heads]`: can a head be known again by its face once that was taken off?
 *
 * Each generated head is scanned twice, in other poses and with other noise. The attack knows the true pose of every
 * scan, looks at each from the front along parallel rays from the brow to the chin, and names for a scan the head of the
 * other set that comes closest: by the depths themselves, and by what in them differs from the mean of their set. The
 * better of the two counts. Chance is 1 in the number of heads.
 */

import { applyAffine, type Vector } from '@isocenter/deid/faces/affine';
import { faceRegion } from '@isocenter/deid/faces/face-region';
import { sampleAt, surveyOf } from '@isocenter/deid/faces/grid';
import { thresholdOf } from '@isocenter/deid/faces/outer-surface';
import type { Volume } from '@isocenter/deid/faces/volume';
import { createHeadShape } from '@isocenter/testkit/phantom/head-shape';
import {
  type HeadPose,
  type HeadScan,
  headToPatient,
  scanHead,
  straightPose,
} from '@isocenter/testkit/phantom/head-volume';
import { type Random, seededRandom } from '@isocenter/testkit/random';

const seed = 5000;

type Tally = {
  readonly gallery: Float32Array[];
  readonly before: Float32Array[];
  readonly after: Float32Array[];
  readonly moved: number[];
  readonly residuals: number[];
  brainChanged: number;
  unproven: number;
  unsure: number;
};

const print = (line: object): void => console.log(JSON.stringify(line));

export async function benchFaces([heads]: readonly string[]): Promise<void> {
  attack(Number(heads ?? 100));
  measureTime();
}

function attack(heads: number): void {
  const tallies = { CT: createTally(), MR: createTally() };
  for (let head = 0; head < heads; head++) {
    const shape = createHeadShape(seededRandom(seed, head));
    for (const modality of ['CT', 'MR'] as const) {
      const random = seededRandom(seed + 1, 2 * head + (modality === 'CT' ? 0 : 1));
      tryHead(tallies[modality], { modality, shape, random });
    }
  }
  for (const modality of ['CT', 'MR'] as const) report(modality, heads, tallies[modality]);
}

function createTally(): Tally {
  return { gallery: [], before: [], after: [], moved: [], residuals: [], brainChanged: 0, unproven: 0, unsure: 0 };
}

type Subject = {
  readonly modality: 'CT' | 'MR';
  readonly shape: ReturnType<typeof createHeadShape>;
  readonly random: Random;
};

function tryHead(tally: Tally, { modality, shape, random }: Subject): void {
  const first = poseOf(random);
  tally.gallery.push(depthsOf(scanHead(shape, { ...scan, modality, pose: first }, random), first));
  const pose = poseOf(random);
  const { isBrain, ...volume } = scanHead(shape, { ...scan, modality, pose }, random);
  tally.before.push(depthsOf(volume, pose));
  const fraction = () => random.fraction();
  const found = faceRegion.detect(volume, {}, fraction);
  if (found.kind !== 'found') {
    // Held back for a person to look at: nobody gets it, and it matches nothing.
    tally.unsure += 1;
    tally.after.push(new Float32Array(tally.before[0]?.length ?? 0));
    return;
  }
  const before = volume.voxels.slice();
  faceRegion.obfuscate(volume, found.plan, fraction);
  for (let at = 0; at < before.length; at++) {
    if (isBrain[at] === 1 && before[at] !== volume.voxels[at]) tally.brainChanged += 1;
  }
  const proof = faceRegion.prove(volume, found.plan, before);
  if (!proof.holds) tally.unproven += 1;
  tally.moved.push(proof.medianMovedMm);
  tally.residuals.push(Math.abs(proof.residualCorrelation));
  tally.after.push(depthsOf(volume, pose));
}

const scan: Omit<HeadScan, 'modality' | 'pose'> = {
  dimensions: [116, 132, 132],
  steps: [
    [2, 0, 0],
    [0, 2, 0],
    [0, 0, 2],
  ],
  middle: [0, 80, -2],
};

function poseOf(random: Random): HeadPose {
  const within = (limit: number) => limit * (2 * random.fraction() - 1);
  return {
    ...straightPose,
    yaw: within(8),
    pitch: within(10),
    roll: within(5),
    nasion: [within(4), within(4), within(4)],
  };
}

/** Depths from the front in the true frame of the head, brow to chin; 100 where a ray meets nothing. */
function depthsOf(volume: Volume, pose: HeadPose): Float32Array {
  const survey = surveyOf(volume);
  const threshold = survey && thresholdOf(survey, volume.modality);
  const toPatient = headToPatient(pose);
  const depths: number[] = [];
  for (let w = -112; w <= 8; w += 4) {
    for (let u = -60; u <= 60; u += 4) {
      const inside = (v: number): number => {
        const place: Vector = applyAffine(toPatient, [u, v, w]);
        return survey === undefined || threshold === undefined
          ? -1
          : sampleAt(survey, survey.values, place) - threshold;
      };
      depths.push(entry(inside));
    }
  }
  return Float32Array.from(depths);
}

function entry(inside: (v: number) => number): number {
  let before = inside(-62);
  for (let v = -60; v < 100; v += 2) {
    const here = inside(v);
    if (here > 0 && before <= 0 && inside(v + 2) > 0) return v - (2 * here) / (here - before);
    before = here;
  }
  return 100;
}

function report(modality: 'CT' | 'MR', heads: number, tally: Tally): void {
  const about = { modality, heads, seed };
  const share = (probes: readonly Float32Array[]) => (100 * rankOne(tally.gallery, probes)) / heads;
  print({ id: 'faces-known-again-before', value: share(tally.before), unit: '%', ...about });
  print({ id: 'faces-known-again-after', value: share(tally.after), unit: '%', ...about });
  print({ id: 'faces-brain-voxels-changed', value: tally.brainChanged, unit: 'voxels', ...about });
  print({
    id: 'faces-surface-moved',
    value: middle(tally.moved),
    unit: 'mm',
    least: Math.min(...tally.moved),
    ...about,
  });
  print({
    id: 'faces-residual-correlation',
    value: middle(tally.residuals),
    unit: '1',
    most: Math.max(...tally.residuals),
    ...about,
  });
  const left = heads - tally.unsure - tally.unproven;
  print({
    id: 'faces-without-a-person',
    value: (100 * left) / heads,
    unit: '%',
    unsure: tally.unsure,
    unproven: tally.unproven,
    ...about,
  });
}

/** How many probes come closest to their own head, by the better of the two matchers. */
function rankOne(gallery: readonly Float32Array[], probes: readonly Float32Array[]): number {
  const near = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, one, at) => sum - Math.min(20, Math.abs(one - (b[at] ?? 0))), 0);
  const [faces, looks] = [lessMean(gallery), lessMean(probes)];
  return Math.max(matches(gallery, probes, near), matches(faces, looks, cosine));
}

type Likeness = (a: Float32Array, b: Float32Array) => number;

function matches(gallery: readonly Float32Array[], probes: readonly Float32Array[], likeness: Likeness): number {
  return probes.filter((probe, at) => {
    const own = likeness(gallery[at] ?? probe, probe);
    return gallery.every((other, place) => place === at || likeness(other, probe) < own);
  }).length;
}

function lessMean(maps: readonly Float32Array[]): readonly Float32Array[] {
  const mean = new Float32Array(maps[0]?.length ?? 0);
  for (const map of maps)
    for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) + (map[at] ?? 0) / maps.length;
  return maps.map((map) => map.map((one, at) => Math.max(-15, Math.min(15, one - (mean[at] ?? 0)))));
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa * bb > 0 ? ab / Math.sqrt(aa * bb) : -1;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** From decoded voxels to the proof, 512 × 512 × 300. */
function measureTime(): void {
  const random = seededRandom(seed);
  const fraction = () => random.fraction();
  const shape = createHeadShape(random);
  const fine = {
    ...scan,
    dimensions: [512, 512, 300],
    steps: [
      [0.49, 0, 0],
      [0, 0.49, 0],
      [0, 0, 0.9],
    ],
  } as const;
  for (const modality of ['CT', 'MR'] as const) {
    const { isBrain: _, ...volume } = scanHead(shape, { ...fine, modality, pose: straightPose }, random);
    const started = performance.now();
    const found = faceRegion.detect(volume, {}, fraction);
    if (found.kind !== 'found') throw new Error(found.reason);
    const before = volume.voxels.slice();
    faceRegion.obfuscate(volume, found.plan, fraction);
    const proof = faceRegion.prove(volume, found.plan, before);
    const seconds = (performance.now() - started) / 1000;
    print({
      id: 'faces-time',
      value: Math.round(seconds * 100) / 100,
      unit: 's',
      modality,
      voxels: volume.voxels.length,
      proven: proof.holds,
    });
  }
}
