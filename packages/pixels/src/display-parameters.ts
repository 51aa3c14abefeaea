/**
 * What a data set says of showing its pixels: modality and VOI transformations, polarity, padding, palette. Values of a
 * frame's own functional groups (PS3.3 §C.7.6.16) come before those of all frames, and those before the data set's.
 *
 * Plain data, so that it can be sent to a worker; `render.ts` applies it. Presentation states are not read here.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { getItems, getNumber, getNumbers, getString, getStrings } from '@isocenter/dicom/values';
import type { ImageDescription } from './image-description.ts';
import { type LookupTable, type LutTags, readLookupTable } from './lookup-table.ts';
import { readSegmentedPalette } from './segmented-palette.ts';
import type { ValueRange } from './stored-values.ts';
import { isWindowValid, type Voi, type WindowFunction } from './voi.ts';

export type Modality =
  | { readonly kind: 'rescale'; readonly slope: number; readonly intercept: number }
  | { readonly kind: 'lut'; readonly table: LookupTable };

export type Palette = { readonly red: LookupTable; readonly green: LookupTable; readonly blue: LookupTable };

export type DisplayParameters = {
  readonly modality: Modality;
  /** Alternatives in the order of preference; none where the data set proposes none. */
  readonly voi: readonly Voi[];
  /** Lowest values are white: MONOCHROME1, or Presentation LUT Shape INVERSE. */
  readonly inverse: boolean;
  /** Stored values that stand for no measurement, PS3.3 §C.7.5.1.1.2. */
  readonly padding?: ValueRange;
  readonly palette?: Palette;
};

/** @param frame counted from 1 */
export function readDisplayParameters(
  dataSet: DataSet,
  description: ImageDescription,
  frame: number,
): DisplayParameters {
  const groups = functionalGroups(dataSet, frame);
  const modality = readModality(groups, dataSet, description);
  const palette =
    description.photometricInterpretation === 'PALETTE COLOR' ? readPalette(dataSet, description) : undefined;
  const padding = readPadding(dataSet, description);
  return {
    modality,
    voi: readVoi(findMacro(groups, 'FrameVOILUTSequence') ?? dataSet, modality, description),
    inverse:
      description.photometricInterpretation === 'MONOCHROME1' ||
      getString(dataSet, tagOf('PresentationLUTShape')) === 'INVERSE',
    ...(padding && { padding }),
    ...(palette && { palette }),
  };
}

/** The items that speak for a frame, its own first; empty for objects without functional groups. */
function functionalGroups(dataSet: DataSet, frame: number): readonly DataSet[] {
  const own = getItems(dataSet, tagOf('PerFrameFunctionalGroupsSequence'))[frame - 1];
  const shared = getItems(dataSet, tagOf('SharedFunctionalGroupsSequence'))[0];
  return [own, shared].filter((item) => item !== undefined);
}

/** Returns the item of a functional group macro, from the frame's groups before the shared ones. */
function findMacro(groups: readonly DataSet[], keyword: Keyword): DataSet | undefined {
  for (const group of groups) {
    const [item] = getItems(group, tagOf(keyword));
    if (item !== undefined) return item;
  }
  return undefined;
}

/** PS3.3 §C.11.1 and, for functional groups, §C.7.6.16.2.9. */
function readModality(groups: readonly DataSet[], dataSet: DataSet, description: ImageDescription): Modality {
  const source = findMacro(groups, 'PixelValueTransformationSequence') ?? dataSet;
  const [lut] = getItems(dataSet, tagOf('ModalityLUTSequence'));
  if (lut !== undefined && description.sampleKind === 'integer') {
    const table = readLookupTable(lut, lutTags(), description.signed);
    if (table !== undefined) return { kind: 'lut', table };
  }
  const slope = getNumber(source, tagOf('RescaleSlope')) ?? 1;
  const intercept = getNumber(source, tagOf('RescaleIntercept')) ?? 0;
  // A slope of 0 would make every value the same; it occurs, and means that there is none.
  return { kind: 'rescale', slope: slope === 0 ? 1 : slope, intercept };
}

/** PS3.3 §C.11.2 and, for functional groups, §C.7.6.16.2.10: all windows, then all tables. */
function readVoi(source: DataSet, modality: Modality, description: ImageDescription): readonly Voi[] {
  const centers = getNumbers(source, tagOf('WindowCenter'));
  const widths = getNumbers(source, tagOf('WindowWidth'));
  const shape = windowFunction(getStrings(source, tagOf('VOILUTFunction'))[0], description);
  const windows = centers
    .map((center, i) => ({ kind: 'window', center, width: widths[i] ?? Number.NaN, function: shape }) as const)
    .filter(isWindowValid);
  const signedInput = valuesMayBeNegative(modality, description);
  const tables = getItems(source, tagOf('VOILUTSequence'))
    .map((item) => readLookupTable(item, lutTags(), signedInput))
    .filter((table) => table !== undefined);
  return [...windows, ...tables.map((table) => ({ kind: 'lut', table }) as const)];
}

/** Deviation: LINEAR counts whole numbers; maps of real numbers that name it with a width of 1 mean LINEAR_EXACT. */
function windowFunction(declared: string | undefined, { sampleKind }: ImageDescription): WindowFunction {
  if (declared !== 'SIGMOID' && sampleKind !== 'integer') return 'LINEAR_EXACT';
  return declared === 'LINEAR_EXACT' || declared === 'SIGMOID' ? declared : 'LINEAR';
}

function readPalette(dataSet: DataSet, description: ImageDescription): Palette | undefined {
  const read = (colour: 'Red' | 'Green' | 'Blue'): LookupTable | undefined => {
    const descriptor = tagOf(`${colour}PaletteColorLookupTableDescriptor`);
    const tags = { descriptor, data: tagOf(`${colour}PaletteColorLookupTableData`) };
    const segmented = { descriptor, data: tagOf(`Segmented${colour}PaletteColorLookupTableData`) };
    return readLookupTable(dataSet, tags, description.signed) ?? readSegmentedPalette(dataSet, segmented);
  };
  const [red, green, blue] = [read('Red'), read('Green'), read('Blue')];
  return red && green && blue && { red, green, blue };
}

function readPadding(dataSet: DataSet, description: ImageDescription): ValueRange | undefined {
  const value = getNumber(dataSet, tagOf('PixelPaddingValue'));
  if (value === undefined || description.samplesPerPixel > 1) return undefined;
  const limit = getNumber(dataSet, tagOf('PixelPaddingRangeLimit')) ?? value;
  const [lowest, highest] = [Math.min(value, limit), Math.max(value, limit)];
  return { lowest: signFit(lowest, description), highest: signFit(highest, description) };
}

/** Deviation: the padding of signed images is often written as an unsigned number of the same bits, as F830H. */
function signFit(value: number, { signed, bitsAllocated }: ImageDescription): number {
  const wrap = 2 ** bitsAllocated;
  if (signed) return value >= wrap / 2 ? value - wrap : value;
  return value < 0 ? value + wrap : value;
}

function valuesMayBeNegative(modality: Modality, description: ImageDescription): boolean {
  if (modality.kind === 'lut') return false;
  return description.signed || modality.intercept < 0 || modality.slope < 0;
}

function lutTags(): LutTags {
  return { descriptor: tagOf('LUTDescriptor'), data: tagOf('LUTData') };
}
