import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DecodedFrame } from '@isocenter/pixels/decode';
import { createHeadShape } from '@isocenter/testkit/phantom/head-shape';
import { type HeadScan, scanHead, straightPose } from '@isocenter/testkit/phantom/head-volume';
import { seededRandom } from '@isocenter/testkit/random';
import { describe, expect, it } from 'vitest';
import { type FoundFace, faceRegion } from './face-region.ts';
import type { IdentifyingRegion } from './region.ts';
import { obfuscateSeries, type SeriesInstance } from './series-region.ts';

const random = seededRandom(31);
const fraction = () => random.fraction();
const head = createHeadShape(seededRandom(30));

const ct = {
  modality: 'CT',
  dimensions: [80, 90, 86],
  steps: [
    [3, 0, 0],
    [0, 3, 0],
    [0, 0, 3],
  ],
  middle: [0, 80, -2],
  pose: straightPose,
} satisfies HeadScan;

const scanned = scanHead(head, ct, random);
const [columns, rows, slices] = ct.dimensions;
const size = columns * rows;

/** Single slices as a CT writes them: 12 bits of 16, of which the upper four hold something else. */
const series = Array.from({ length: slices }, (_, slice) =>
  instanceOf(
    slice,
    Uint16Array.from(scanned.voxels.subarray(slice * size, (slice + 1) * size), (value) => value | 0x5000),
  ),
);

const shuffled = [...series].reverse();
const outcome = removedFrom(shuffled);

describe('the faces of a series', () => {
  it('go out of every instance, whatever their order, and nothing else changes', () => {
    expect(outcome.pixelData).toHaveLength(slices);
    let changed = 0;
    for (const [at, bytes] of outcome.pixelData.entries()) {
      const cells = new Uint16Array(bytes.buffer, bytes.byteOffset, size);
      const before = shuffled[at]?.frames[0]?.cells ?? new Uint16Array();
      const brain = scanned.isBrain.subarray((slices - 1 - at) * size, (slices - at) * size);
      for (const [voxel, cell] of cells.entries()) {
        if (cell === before[voxel]) continue;
        changed += 1;
        if (brain[voxel] === 1 || cell > 0x0fff) throw new Error('changed brain, or bits above those stored');
      }
    }
    expect(changed).toBeGreaterThan(50_000);
    expect(outcome.changedVoxels).toBeGreaterThanOrEqual(changed);
    expect(outcome.proofs).toMatchObject([{ holds: true }]);
  });

  it('are taken off a lone slice through the face by what another series showed', () => {
    const lone = series.slice(30, 31);

    expect(obfuscateSeries(lone, faceRegion, { random: fraction }).kind).toBe('refused');
    expect(removedFrom(lone, outcome.plan).changedVoxels).toBeGreaterThan(200);
  });

  it('are taken off where one instance holds all slices and its functional groups say where they lie', () => {
    const dataSet = buildDataSet({
      Modality: 'CT',
      ImageType: ['ORIGINAL', 'PRIMARY', 'VOLUME', 'NONE'],
      SharedFunctionalGroupsSequence: [
        {
          PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
          PixelMeasuresSequence: [{ PixelSpacing: [3, 3], SliceThickness: 3 }],
          PixelValueTransformationSequence: [{ RescaleSlope: 1, RescaleIntercept: -1024 }],
        },
      ],
      PerFrameFunctionalGroupsSequence: series.map((_, slice) => ({
        PlanePositionSequence: [{ ImagePositionPatient: positionOf(slice) }],
      })),
    });
    const frames = series.flatMap((instance) => instance.frames);

    // Where they lie is what counts: the face is looked for in the same volume as above.
    const { pixelData } = removedFrom([{ dataSet, frames }], outcome.plan);

    expect(pixelData.map((bytes) => bytes.length)).toEqual([2 * size * slices]);
    const cells = new Uint16Array(pixelData[0]?.buffer ?? new ArrayBuffer());
    for (const slice of [20, 50]) {
      const alone = outcome.pixelData[slices - 1 - slice] ?? new Uint8Array();
      const beside = new Uint16Array(alone.buffer, alone.byteOffset, size);
      const [here, there] = [cells.subarray(slice * size, (slice + 1) * size), beside].map((one) =>
        changedIn(slice, one),
      );
      // Noise is another each time, and now and then what was there.
      expect((here ?? 0) / (there ?? 0)).toBeCloseTo(1, 1);
      expect(here).toBeGreaterThan(200);
    }
  });
});

/** What is written on an implant tells whose it is. */
const marking: IdentifyingRegion<number, { readonly holds: boolean; readonly left: number }> = {
  name: 'marking',
  detect: ({ voxels, highest }) =>
    voxels.includes(highest) ? { kind: 'found', plan: highest } : { kind: 'absent', reason: 'no-implant' },
  obfuscate({ voxels }, written) {
    const marked = [...voxels.keys()].filter((at) => voxels[at] === written);
    for (const at of marked) voxels[at] = written - 1000;
    return marked.length;
  },
  prove({ voxels }, written) {
    const left = voxels.filter((value) => value === written).length;
    return { holds: left === 0, left };
  },
};

describe('another region that identifies', () => {
  it('is found, obfuscated and shown to be in the same way', () => {
    const blank = new Uint16Array(size).fill(1000);
    const written = blank.slice().fill(0x0fff, 500, 540);
    const slab = [0, 1, 2].map((slice) => instanceOf(slice, slice === 1 ? written : blank));

    const outcome = obfuscateSeries(slab, marking, { random: fraction });

    if (outcome.kind !== 'changed') throw new Error(outcome.reason);
    expect(outcome).toMatchObject({ changedVoxels: 40, proofs: [{ holds: true, left: 0 }] });
    const cells = outcome.pixelData.map((bytes) => new Uint16Array(bytes.buffer, bytes.byteOffset, size));
    expect(cells[1]?.subarray(499, 541)).toEqual(
      written
        .slice()
        .fill(0x0fff - 1000, 500, 540)
        .subarray(499, 541),
    );
    expect([cells[0], cells[2]]).toEqual([blank, blank]);
    expect(obfuscateSeries(slab.slice(0, 1), marking, { random: fraction })).toEqual({
      kind: 'unchanged',
      reason: 'no-implant',
    });
  });

  it('is refused where it is not shown to be gone', () => {
    const untouched = { ...marking, obfuscate: () => 0 };
    const slab = [instanceOf(0, new Uint16Array(size).fill(0x0fff))];
    expect(obfuscateSeries(slab, untouched, { random: fraction })).toEqual({ kind: 'refused', reason: 'not-proven' });
  });
});

describe('a series is refused', () => {
  const changedBy = (attributes: Attributes) =>
    series.map((one, slice) => instanceOf(slice, one.frames[0]?.cells, attributes));
  const reason = (instances: readonly SeriesInstance[]) => {
    const outcome = obfuscateSeries(instances, faceRegion, { random: fraction });
    return outcome.kind === 'changed' ? outcome.kind : `${outcome.kind} ${outcome.reason}`;
  };

  it.each([
    ['of a modality whose values nobody knows', { Modality: 'OT' }, 'refused modality-unknown'],
    ['that is a scout', { ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }, 'refused not-slices'],
    ['that is a projection', { ImageType: ['DERIVED', 'SECONDARY', 'PROJECTION IMAGE'] }, 'refused not-slices'],
    ['without a place', { ImagePositionPatient: null }, 'refused place-missing'],
    [
      'whose rows and columns are no right angle',
      { ImageOrientationPatient: [1, 0, 0, 1, 0, 0] },
      'refused place-missing',
    ],
    ['whose values come from a table', { ModalityLUTSequence: [] }, 'refused place-missing'],
  ] as const)('%s', (_, attributes, expected) => {
    expect(reason(changedBy(attributes))).toBe(expected);
  });

  it('where slices are missing, doubled in part, of several widths, or too far apart', () => {
    expect(reason(series.filter((_, slice) => slice !== 40))).toBe('refused spacing-uneven');
    expect(reason([...series, ...series.slice(0, 5)])).toBe('refused positions-uneven');
    expect(
      reason(series.map((one, slice) => (slice === 3 ? (changedBy({ PixelSpacing: [2, 2] })[3] ?? one) : one))),
    ).toBe('refused geometry-mixed');
    expect(reason(series.filter((_, slice) => slice % 3 === 0))).toBe('refused slices-too-far-apart');
  });

  it('where a frame is coloured, inverted, or cut off', () => {
    const withFrame = (change: Partial<DecodedFrame>) =>
      series.map(({ dataSet, frames }) => ({ dataSet, frames: frames.map((frame) => ({ ...frame, ...change })) }));
    const finding = { code: 'frame-incomplete', severity: 'error', message: 'The frame ends early.' } as const;
    expect(reason(withFrame({ samplesPerPixel: 3 }))).toBe('refused pixels-unsupported');
    expect(reason(withFrame({ photometricInterpretation: 'MONOCHROME1' }))).toBe('refused pixels-unsupported');
    expect(reason(withFrame({ findings: [finding] }))).toBe('refused frame-incomplete');
  });

  it('and one of another part is left as it is', () => {
    expect(reason(changedBy({ BodyPartExamined: 'KNEE' }))).toBe('unchanged no-head');
  });
});

function removedFrom(instances: readonly SeriesInstance[], plan?: FoundFace) {
  const removed = obfuscateSeries(instances, faceRegion, { random: fraction, plan });
  if (removed.kind !== 'changed') throw new Error(removed.reason);
  return removed;
}

/** How many voxels of a slice are others than they were. */
function changedIn(slice: number, cells: Uint16Array): number {
  const before = series[slice]?.frames[0]?.cells ?? new Uint16Array();
  return cells.filter((cell, at) => cell !== before[at]).length;
}

function positionOf(slice: number): readonly number[] {
  const [, , , x, , , , y, , , step, z] = scanned.toPatient;
  return [x, y, z + slice * step];
}

function instanceOf(
  slice: number,
  cells: DecodedFrame['cells'] = new Uint16Array(),
  attributes: Attributes = {},
): SeriesInstance {
  const dataSet = buildDataSet({
    Modality: 'CT',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    BodyPartExamined: 'HEAD',
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: positionOf(slice),
    PixelSpacing: [3, 3],
    SliceThickness: 3,
    RescaleSlope: 1,
    RescaleIntercept: -1024,
    ...attributes,
  });
  const frame: DecodedFrame = {
    rows,
    columns,
    samplesPerPixel: 1,
    cells,
    bitsAllocated: 16,
    bitsStored: 12,
    highBit: 11,
    signed: false,
    photometricInterpretation: 'MONOCHROME2',
    validPixels: size,
    findings: [],
  };
  return { dataSet, frames: [frame] };
}
