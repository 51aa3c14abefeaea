/**
 * A region that identifies, made unrecognizable in the images of a series: Pixel Data of each instance anew, in the same
 * width, sign and rescale, or none at all. A series of which it cannot be told is refused, and is then for a person to look
 * at; so is one that may show the region in a way that is not a stack of slices: scouts, projections, renderings.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getNumber, getString, getStrings } from '@isocenter/dicom/values';
import type { DecodedFrame } from '@isocenter/pixels/decode';
import { storedValuesOf } from '@isocenter/pixels/stored-values';
import { type FramePlace, findFramePlace } from './frame-place.ts';
import type { IdentifyingRegion, RegionDetection, RegionProof } from './region.ts';
import { type Stack, type StackRefusal, stackFrames } from './stacks.ts';
import type { HeadModality, Volume, Voxels } from './volume.ts';

export type SeriesInstance = {
  readonly dataSet: DataSet;
  /** All frames of the instance, decoded. */
  readonly frames: readonly DecodedFrame[];
};

export type SeriesRefusal =
  | StackRefusal
  /** Neither CT, MR, PET nor NM: nothing is known of its values. */
  | 'modality-unknown'
  /** A scout, projection or rendering, which may show a face in one picture. */
  | 'not-slices'
  /** Colour, floating point, or more than 16 bits. */
  | 'pixels-unsupported'
  | 'frame-incomplete'
  | 'place-missing'
  /** What is left, looked at anew, still shows more than it may. */
  | 'not-proven';

/** @typeParam Unsure why the region cannot be told */
export type SeriesOutcome<Plan, Proof, Unsure extends string> =
  | {
      readonly kind: 'changed';
      /** Native and little endian, in the order of the instances. */
      readonly pixelData: readonly Uint8Array[];
      readonly proofs: readonly Proof[];
      readonly changedVoxels: number;
      /** For other series in the same Frame of Reference. */
      readonly plan: Plan;
    }
  | { readonly kind: 'unchanged'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: SeriesRefusal | Unsure };

export type SeriesOptions<Plan> = {
  /** From 0 up to 1, from a source that nobody can repeat. */
  readonly random: () => number;
  /** As made of another series of the same Frame of Reference (0020,0052): then nothing is looked for. */
  readonly plan?: Plan | undefined;
};

const modalities: ReadonlySet<string> = new Set<HeadModality>(['CT', 'MR', 'PT', 'NM']);

/** Terms of Image Type (0008,0008) and Volumetric Properties that are no slices. */
const projected = /LOCALIZER|SCOUT|PROJECTION|MIP|MINIP|RENDER|SURFACE|3D|SCREEN|MOSAIC/;

export function obfuscateSeries<Plan, Proof extends RegionProof, Unsure extends string>(
  instances: readonly SeriesInstance[],
  region: IdentifyingRegion<Plan, Proof, Unsure>,
  { random, plan }: SeriesOptions<Plan>,
): SeriesOutcome<Plan, Proof, Unsure> {
  const slices = slicesOf(instances);
  if (typeof slices === 'string') return { kind: 'refused', reason: slices };
  const stacked = stackFrames(slices);
  if (stacked.kind === 'refused') return stacked;
  const volumes = stacked.stacks.map(volumeOf);
  const bodyPart = instances[0] && getString(instances[0].dataSet, tagOf('BodyPartExamined'));
  const evidence = bodyPart === undefined ? {} : { bodyPart };
  const detections = (): RegionDetection<Plan, Unsure> =>
    firstFound(volumes, (volume) => region.detect(volume, evidence, random));
  const found = plan === undefined ? detections() : ({ kind: 'found', plan } as const);
  if (found.kind === 'absent') return { kind: 'unchanged', reason: found.reason };
  if (found.kind === 'unsure') return { kind: 'refused', reason: found.reason };
  let changedVoxels = 0;
  const proofs: Proof[] = [];
  for (const volume of volumes) {
    const before = volume.voxels.slice();
    changedVoxels += region.obfuscate(volume, found.plan, random);
    proofs.push(region.prove(volume, found.plan, before));
  }
  if (!proofs.every(({ holds }) => holds)) return { kind: 'refused', reason: 'not-proven' };
  const pixelData = instances.map(({ frames }) => copyOf(frames));
  stacked.stacks.forEach((stack, at) => {
    writeBack(stack, volumes[at]?.voxels, pixelData);
  });
  return { kind: 'changed', pixelData, proofs, changedVoxels, plan: found.plan };
}

type Slice = {
  readonly instance: number;
  /** From 0. */
  readonly index: number;
  readonly frame: DecodedFrame;
  readonly place: FramePlace;
  readonly rows: number;
  readonly columns: number;
  readonly modality: HeadModality;
  readonly padding: Volume['padding'];
};

function slicesOf(instances: readonly SeriesInstance[]): readonly Slice[] | SeriesRefusal {
  const slices: Slice[] = [];
  for (const [instance, { dataSet, frames }] of instances.entries()) {
    const modality = getString(dataSet, tagOf('Modality'));
    if (!isHeadModality(modality)) return 'modality-unknown';
    if (getStrings(dataSet, tagOf('ImageType')).some((term) => projected.test(term.toUpperCase()))) return 'not-slices';
    for (const [index, frame] of frames.entries()) {
      if (!isSupported(frame)) return 'pixels-unsupported';
      if (frame.findings.some(({ severity }) => severity === 'error')) return 'frame-incomplete';
      const place = findFramePlace(dataSet, index + 1);
      if (place === undefined) return 'place-missing';
      const { rows, columns } = frame;
      slices.push({ instance, index, frame, place, rows, columns, modality, padding: paddingOf(dataSet, frame) });
    }
  }
  return slices;
}

function isHeadModality(modality: string | undefined): modality is HeadModality {
  return modality !== undefined && modalities.has(modality);
}

function isSupported(frame: DecodedFrame): boolean {
  return (
    frame.samplesPerPixel === 1 &&
    frame.photometricInterpretation === 'MONOCHROME2' &&
    (frame.bitsAllocated === 8 || frame.bitsAllocated === 16) &&
    frame.highBit === frame.bitsStored - 1
  );
}

function paddingOf(dataSet: DataSet, { signed, bitsAllocated }: DecodedFrame): Volume['padding'] {
  const value = getNumber(dataSet, tagOf('PixelPaddingValue'));
  if (value === undefined) return undefined;
  const limit = getNumber(dataSet, tagOf('PixelPaddingRangeLimit')) ?? value;
  // Its VR may have been read as unsigned.
  const stored = (one: number) => (signed && one >= 2 ** (bitsAllocated - 1) ? one - 2 ** bitsAllocated : one);
  return { lowest: Math.min(stored(value), stored(limit)), highest: Math.max(stored(value), stored(limit)) };
}

function volumeOf({ frames, toPatient }: Stack<Slice>): Volume {
  const [first] = frames;
  const { rows, columns, modality, padding } = first ?? {
    rows: 0,
    columns: 0,
    modality: 'CT' as const,
    padding: undefined,
  };
  const { signed, bitsStored } = first?.frame ?? { signed: false, bitsStored: 16 };
  const size = rows * columns;
  const voxels = signed ? new Int16Array(size * frames.length) : new Uint16Array(size * frames.length);
  for (const [at, { frame }] of frames.entries()) voxels.set(storedValuesOf(frame), at * size);
  return {
    modality,
    voxels,
    dimensions: [columns, rows, frames.length],
    toPatient,
    rescale: frames.map(({ place }) => place.rescale),
    lowest: signed ? -(2 ** (bitsStored - 1)) : 0,
    highest: 2 ** (signed ? bitsStored - 1 : bitsStored) - 1,
    ...(padding === undefined ? {} : { padding }),
  };
}

/** Of echoes and moments in time the first that shows the region tells for all. */
function firstFound<Plan, Unsure extends string>(
  volumes: readonly Volume[],
  detect: (volume: Volume) => RegionDetection<Plan, Unsure>,
): RegionDetection<Plan, Unsure> {
  let outcome: RegionDetection<Plan, Unsure> = { kind: 'absent', reason: 'no-slices' };
  for (const volume of volumes) {
    const detection = detect(volume);
    if (detection.kind === 'found') return detection;
    if (outcome.kind !== 'unsure') outcome = detection;
  }
  return outcome;
}

/** All frames of an instance as they were, native and little endian. */
function copyOf(frames: readonly DecodedFrame[]): Uint8Array {
  const lengthBytes = frames.reduce((sum, { cells }) => sum + cells.byteLength, 0);
  const bytes = new Uint8Array(lengthBytes + (lengthBytes & 1));
  let at = 0;
  for (const { cells } of frames) {
    bytes.set(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength), at);
    at += cells.byteLength;
  }
  return bytes;
}

/** Writes only what was changed: bits above Bits Stored of all other cells stay as they are. */
function writeBack({ frames }: Stack<Slice>, voxels: Voxels | undefined, pixelData: readonly Uint8Array[]): void {
  for (const [slice, { instance, index, frame, rows, columns }] of frames.entries()) {
    const bytes = pixelData[instance];
    if (voxels === undefined || bytes === undefined) continue;
    const width = frame.bitsAllocated / 8;
    const view = new DataView(bytes.buffer, index * rows * columns * width);
    const before = storedValuesOf(frame);
    const mask = 2 ** frame.bitsStored - 1;
    for (let at = 0, voxel = slice * rows * columns; at < rows * columns; at++, voxel++) {
      const value = voxels[voxel] ?? 0;
      if (value === before[at]) continue;
      if (width === 1) view.setUint8(at, value & mask);
      else view.setUint16(2 * at, value & mask, true);
    }
  }
}
