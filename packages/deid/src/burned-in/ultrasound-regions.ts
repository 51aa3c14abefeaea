/**
 * The regions of an ultrasound picture, PS3.3 §C.8.5.5: Sequence of Ultrasound Regions (0018,6011) says where the scan, the
 * trace and the scale lie; banners with names lie outside of them.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { getItems, getNumber } from '@isocenter/dicom/values';
import { type Box, clipBox } from './box.ts';

type Size = { readonly rows: number; readonly columns: number };

/**
 * Returns what lies outside of all regions, as boxes that do not overlap; undefined where the data set has no region that
 * can be read.
 */
export function outsideOfRegions(dataSet: DataSet, { rows, columns }: Size): readonly Box[] | undefined {
  const regions = getItems(dataSet, tagOf('SequenceOfUltrasoundRegions')).flatMap(
    (item) => regionOf(item, { rows, columns }) ?? [],
  );
  if (regions.length === 0) return undefined;
  // Between two neighbouring edges the same regions lie beside one another in every row.
  const edges = [0, rows, ...regions.flatMap(({ y, height }) => [y, y + height])];
  const sorted = [...new Set(edges)].sort((a, b) => a - b);
  return sorted.slice(1).flatMap((bottom, at) => {
    const top = sorted[at] ?? 0;
    const inBand = regions.filter(({ y, height }) => y <= top && y + height >= bottom).sort((a, b) => a.x - b.x);
    return gapsBetween(inBand, columns).map(({ x, width }) => ({ x, y: top, width, height: bottom - top }));
  });
}

/** Corners are the first and the last pixel of a region, PS3.3 §C.8.5.5.1.2 to §C.8.5.5.1.5. */
function regionOf(item: DataSet, { rows, columns }: Size): Box | undefined {
  const of = (keyword: Keyword) => getNumber(item, tagOf(keyword));
  const [left, top] = [of('RegionLocationMinX0'), of('RegionLocationMinY0')];
  const [right, bottom] = [of('RegionLocationMaxX1'), of('RegionLocationMaxY1')];
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return undefined;
  return clipBox({ x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, columns, rows);
}

function gapsBetween(
  sorted: readonly Box[],
  columns: number,
): readonly { readonly x: number; readonly width: number }[] {
  const gaps: { x: number; width: number }[] = [];
  let reached = 0;
  for (const { x, width } of sorted) {
    if (x > reached) gaps.push({ x: reached, width: x - reached });
    reached = Math.max(reached, x + width);
  }
  if (reached < columns) gaps.push({ x: reached, width: columns - reached });
  return gaps;
}
