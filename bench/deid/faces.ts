/**
 * `node bench/run.ts faces [heads] [--keep-lesions] [--knowing=HEADS] [--maps=DIR]`: can a head be known again by its face once that was taken off?
 *
 * Each generated head is scanned twice, in other poses and with other noise. The attack knows the true pose of every
 * scan, looks at each from the front along parallel rays from the brow to the chin, and names for a scan the head of the
 * other set that comes closest: by the depths themselves, and by what in them differs from the mean of their set. The
 * better of the two counts. Chance is 1 in the number of heads.
 *
 * The attack that knows the method takes the faces off its own scans, too, and learns from all pairs, those that it is
 * tried on among them, what differs between heads and what between two scans of one (`face-matching.ts`). It costs twice
 * the time, and is made on the first heads, all unless `--knowing` says how many.
 *
 * With `--keep-lesions` faces are moved and not cut off, and lesions under the skin of nose and cheek are looked for again.
 *
 * With `--maps` the depths of each head are kept, so that a run of many heads goes on where it was.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyAffine, type Vector } from '@isocenter/deid/faces/affine';
import { type FoundFace, faceRegion, movedFaceRegion } from '@isocenter/deid/faces/face-region';
import { sampleAt, surveyOf } from '@isocenter/deid/faces/grid';
import { thresholdOf } from '@isocenter/deid/faces/outer-surface';
import type { Volume } from '@isocenter/deid/faces/volume';
import { type HeadLesion, withLesion } from '@isocenter/testkit/phantom/head-lesion';
import { createHeadShape, type HeadShape } from '@isocenter/testkit/phantom/head-shape';
import {
  type HeadPose,
  type HeadScan,
  headToPatient,
  type ScannedHead,
  scanHead,
  straightPose,
} from '@isocenter/testkit/phantom/head-volume';
import { type Random, seededRandom } from '@isocenter/testkit/random';
import { matchesByShape, matchesLearned } from './face-matching.ts';

const seed = 5000;

/** Of one head in one modality. Maps are depths from the front. */
type Trial = {
  readonly gallery: readonly number[];
  readonly galleryAfter?: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Of those of which a face was taken off: the second alone where the attack does not know the method. */
  readonly scans: readonly ScanResult[];
};

type ScanResult =
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'done';
      readonly brainChanged: number;
      readonly movedMm: number;
      readonly residual: number;
      readonly frameMiss: number;
      readonly lesions?: readonly LesionSeen[];
    };

/** In parts of what was planted. */
type LesionSeen = { readonly contrast: number; readonly size: number };

const print = (line: object): void => console.log(JSON.stringify(line));

export async function benchFaces(args: readonly string[]): Promise<void> {
  const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const heads = Number(args.find((arg) => !arg.startsWith('--')) ?? 100);
  const keepsLesions = args.includes('--keep-lesions');
  attack(heads, { keepsLesions, knowing: Number(option('knowing') ?? heads), maps: option('maps') });
  measureTime(keepsLesions);
}

type Choice = { readonly keepsLesions: boolean; readonly knowing: number; readonly maps: string | undefined };

function attack(heads: number, { keepsLesions, knowing, maps }: Choice): void {
  if (maps !== undefined) mkdirSync(maps, { recursive: true });
  const trials = { CT: [] as Trial[], MR: [] as Trial[] };
  for (let head = 0; head < heads; head++) {
    let shape: HeadShape | undefined;
    for (const modality of ['CT', 'MR'] as const) {
      const file =
        maps === undefined ? undefined : join(maps, `${seed}-${head}-${modality}${keepsLesions ? '-moved' : ''}.json`);
      // Written by this bench and nothing else.
      if (file !== undefined && existsSync(file))
        trials[modality].push(JSON.parse(readFileSync(file, 'utf8')) as Trial);
      else {
        shape ??= createHeadShape(seededRandom(seed, head));
        const random = seededRandom(seed + 1, 2 * head + (modality === 'CT' ? 0 : 1));
        const trial = tryHead({ modality, shape, random, keepsLesions }, head < knowing);
        if (file !== undefined) writeFileSync(file, JSON.stringify(trial));
        trials[modality].push(trial);
      }
    }
  }
  for (const modality of ['CT', 'MR'] as const) report({ modality, keepsLesions }, trials[modality]);
}

type Subject = {
  readonly modality: 'CT' | 'MR';
  readonly shape: HeadShape;
  readonly random: Random;
  readonly keepsLesions: boolean;
};

function tryHead(subject: Subject, knowsMethod: boolean): Trial {
  const first = knowsMethod ? tryScan(subject) : { before: lookAt(subject) };
  const second = tryScan(subject);
  const of = 'after' in first ? { galleryAfter: first.after, scans: [first.result, second.result] } : undefined;
  return { gallery: first.before, before: second.before, after: second.after, ...(of ?? { scans: [second.result] }) };
}

/** What the attack sees of a scan, from no more of it than it looks at. */
function lookAt({ modality, shape, random }: Subject): readonly number[] {
  const pose = poseOf(random);
  const front = { ...scan, dimensions: [76, 70, 80], middle: [0, 12, -52] } as const;
  return depthsOf(scanHead(shape, { ...front, modality, pose }, random), pose);
}

type Tried = { readonly before: readonly number[]; readonly after: readonly number[]; readonly result: ScanResult };

function tryScan({ modality, shape, random, keepsLesions }: Subject): Tried {
  const region = keepsLesions ? movedFaceRegion : faceRegion;
  const pose = poseOf(random);
  const head = scanHead(shape, { ...scan, modality, pose }, random);
  const { isBrain, ...volume } = head;
  const seen = depthsOf(volume, pose);
  // Held back for a person to look at: nobody gets it, and it matches nothing.
  const refused = (reason: string): Tried => ({
    before: seen,
    after: seen.map(() => 0),
    result: { kind: 'refused', reason },
  });
  const fraction = () => random.fraction();
  const found = region.detect(volume, {}, fraction);
  if (found.kind !== 'found') return refused(found.reason);
  const before = volume.voxels.slice();
  region.obfuscate(volume, found.plan, fraction);
  const proof = region.prove(volume, found.plan, before);
  if (!proof.holds) return refused('not-proven');
  let brainChanged = 0;
  for (let at = 0; at < before.length; at++) {
    if (isBrain[at] === 1 && before[at] !== volume.voxels[at]) brainChanged += 1;
  }
  const { medianMovedMm: movedMm, residualCorrelation, frameMiss } = proof;
  const result: ScanResult = {
    kind: 'done',
    brainChanged,
    movedMm,
    residual: Math.abs(residualCorrelation),
    frameMiss,
    ...(keepsLesions && { lesions: lesionsSeen({ ...head, voxels: before }, { shape, pose, found: found.plan }) }),
  };
  return { before: seen, after: depthsOf(volume, pose), result };
}

const lesions: readonly HeadLesion[] = [
  { left: 0, up: -44, radiusMm: 5, contrast: 200 },
  { left: 40, up: -36, radiusMm: 5, contrast: 200 },
];

type Planted = { readonly shape: HeadShape; readonly pose: HeadPose; readonly found: FoundFace };

/** By what a lesion adds where the same was done without it. */
function lesionsSeen(head: ScannedHead, { shape, pose, found }: Planted): readonly LesionSeen[] {
  const moved = (before: Uint16Array): Uint16Array => {
    const [voxels, again] = [before.slice(), seededRandom(seed + 2)];
    movedFaceRegion.obfuscate({ ...head, voxels }, { ...found, voxels }, () => again.fraction());
    return voxels;
  };
  const without = moved(head.voxels);
  return lesions.map((lesion) => {
    const planted = withLesion(head, { shape, pose, lesion });
    const added = Array.from(moved(planted.voxels), (value, at) => value - (without[at] ?? 0)).filter((one) => one > 0);
    const size = added.filter((one) => one > lesion.contrast / 2).length / planted.count;
    return { contrast: added.reduce((most, one) => Math.max(most, one), 0) / lesion.contrast, size };
  });
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
function depthsOf(volume: Volume, pose: HeadPose): readonly number[] {
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
      depths.push(Math.round(100 * entry(inside)) / 100);
    }
  }
  return depths;
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

type Reported = Pick<Subject, 'modality' | 'keepsLesions'>;

function report({ modality, keepsLesions }: Reported, trials: readonly Trial[]): void {
  const heads = trials.length;
  const about = { modality, heads, seed, ...(keepsLesions && { keepsLesions }) };
  const share = (count: number) => Math.round((1000 * count) / heads) / 10;
  const maps = (of: (trial: Trial) => readonly number[]) => trials.map((trial) => Float32Array.from(of(trial)));
  const [gallery, galleryAfter] = [maps((trial) => trial.gallery), maps((trial) => trial.galleryAfter ?? [])];
  const [before, after] = [maps((trial) => trial.before), maps((trial) => trial.after)];
  const line = (id: string, value: number, unit: string, rest: object = {}) =>
    print({ id, value, unit, ...rest, ...about });
  line('faces-known-again-before', share(matchesByShape(gallery, before)), '%');
  line('faces-known-again-after', share(matchesByShape(gallery, after)), '%');
  // A scan that is held back is no part of either side.
  const both = trials.flatMap(({ scans }, at) =>
    scans.length === 2 && scans.every(({ kind }) => kind === 'done') ? [at] : [],
  );
  const of = (all: readonly Float32Array[]) => both.map((at) => all[at] ?? new Float32Array());
  const shareOfBoth = (count: number) => Math.round((1000 * count) / Math.max(1, both.length)) / 10;
  const pairs = both.length;
  line('faces-known-again-knowing-method-before', shareOfBoth(matchesLearned(of(gallery), of(before))), '%', { pairs });
  line('faces-known-again-knowing-method', shareOfBoth(matchesLearned(of(galleryAfter), of(after))), '%', {
    pairs,
    byShape: shareOfBoth(matchesByShape(of(galleryAfter), of(after))),
  });
  const scans = trials.flatMap((trial) => trial.scans);
  const done = scans.filter((one) => one.kind === 'done');
  const refused = scans.filter((one) => one.kind === 'refused').map(({ reason }) => reason);
  const sum = (of: (one: (typeof done)[number]) => number) => done.reduce((all, one) => all + of(one), 0);
  const values = (of: (one: (typeof done)[number]) => number) => done.map(of).sort((a, b) => a - b);
  line(
    'faces-brain-voxels-changed',
    sum(({ brainChanged }) => brainChanged),
    'voxels',
    { scans: done.length },
  );
  const moved = values(({ movedMm }) => movedMm);
  line('faces-surface-moved', moved[moved.length >> 1] ?? 0, 'mm', { least: moved[0] });
  const residuals = values(({ residual }) => residual);
  line('faces-residual-correlation', residuals[residuals.length >> 1] ?? 0, '1', { most: residuals.at(-1) });
  if (keepsLesions)
    reportLesions(
      done.flatMap((one) => one.lesions ?? []),
      line,
    );
  line('faces-without-a-person', Math.round((1000 * done.length) / scans.length) / 10, '%', { refused });
}

function reportLesions(
  seen: readonly LesionSeen[],
  line: (id: string, value: number, unit: string, rest: object) => void,
): void {
  const kept = seen.filter(({ contrast, size }) => contrast >= 0.8 && size >= 0.5 && size <= 2);
  const least = (of: (one: LesionSeen) => number) => Math.round(100 * Math.min(...seen.map(of))) / 100;
  const most = Math.round(100 * Math.max(...seen.map(({ size }) => size))) / 100;
  line('faces-lesions-kept', Math.round((1000 * kept.length) / Math.max(1, seen.length)) / 10, '%', {
    lesions: seen.length,
    leastContrast: least(({ contrast }) => contrast),
    sizes: [least(({ size }) => size), most],
  });
}

/** From decoded voxels to the proof, 512 × 512 × 300. */
function measureTime(keepsLesions: boolean): void {
  const region = keepsLesions ? movedFaceRegion : faceRegion;
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
    const [started, usage] = [performance.now(), process.cpuUsage()];
    const found = region.detect(volume, {}, fraction);
    if (found.kind !== 'found') throw new Error(found.reason);
    const before = volume.voxels.slice();
    region.obfuscate(volume, found.plan, fraction);
    const proof = region.prove(volume, found.plan, before);
    const seconds = (performance.now() - started) / 1000;
    const cpu = process.cpuUsage(usage);
    print({
      id: 'faces-time',
      value: Math.round(seconds * 100) / 100,
      unit: 's',
      processorSeconds: Math.round((cpu.user + cpu.system) / 10_000) / 100,
      modality,
      ...(keepsLesions && { keepsLesions }),
      voxels: volume.voxels.length,
      proven: proof.holds,
    });
  }
}
