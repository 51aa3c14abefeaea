/**
 * Where devices write names: bands along the edges of the picture, as shares of its size, for devices that say nothing of
 * their regions. They come before the search for text, so that a banner goes even where no letter of it is found.
 *
 * A rule is data. The first that fits is used; the last fits every ultrasound device.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { getString } from '@isocenter/dicom/values';
import type { Box } from './box.ts';

export type DeviceRule = {
  readonly modality: string;
  /** Held against Manufacturer (0008,0070) and Manufacturer's Model Name (0008,1090). */
  readonly manufacturer?: RegExp;
  readonly model?: RegExp;
  /** The least size of pictures with such bands; smaller ones are cut out of them. */
  readonly rows: number;
  readonly columns: number;
  /** Shares of the rows and columns. */
  readonly bands: { readonly top?: number; readonly bottom?: number; readonly left?: number; readonly right?: number };
};

const screens = { rows: 400, columns: 500 };

const deviceRules: readonly DeviceRule[] = [
  { modality: 'US', manufacturer: /philips|atl/i, model: /iU22|EPIQ|Affiniti|HDI/i, ...screens, bands: { top: 0.1 } },
  { modality: 'US', manufacturer: /ge\b|general electric/i, model: /logiq/i, ...screens, bands: { top: 0.09 } },
  { modality: 'US', manufacturer: /ge\b|general electric/i, model: /vivid/i, ...screens, bands: { top: 0.07 } },
  { modality: 'US', manufacturer: /siemens|acuson/i, ...screens, bands: { top: 0.08 } },
  { modality: 'US', manufacturer: /toshiba|canon/i, ...screens, bands: { top: 0.1 } },
  { modality: 'US', manufacturer: /aloka|hitachi/i, ...screens, bands: { top: 0.08 } },
  { modality: 'US', manufacturer: /samsung|medison/i, ...screens, bands: { top: 0.09 } },
  { modality: 'US', manufacturer: /mindray/i, ...screens, bands: { top: 0.1 } },
  { modality: 'US', ...screens, bands: { top: 0.06 } },
];

/** Returns the bands of a picture; none where no rule fits. */
export function bandsOf(
  dataSet: DataSet,
  size: { readonly rows: number; readonly columns: number },
  rules: readonly DeviceRule[] = deviceRules,
): readonly Box[] {
  const of = (keyword: Keyword) => getString(dataSet, tagOf(keyword)) ?? '';
  const rule = rules.find(
    ({ modality, manufacturer, model, rows, columns }) =>
      of('Modality') === modality &&
      size.rows >= rows &&
      size.columns >= columns &&
      (manufacturer === undefined || manufacturer.test(of('Manufacturer'))) &&
      (model === undefined || model.test(of('ManufacturerModelName'))),
  );
  if (rule === undefined) return [];
  const { rows, columns } = size;
  const { top = 0, bottom = 0, left = 0, right = 0 } = rule.bands;
  const [high, low] = [Math.ceil(rows * top), Math.ceil(rows * bottom)];
  const [west, east] = [Math.ceil(columns * left), Math.ceil(columns * right)];
  return [
    { x: 0, y: 0, width: columns, height: high },
    { x: 0, y: rows - low, width: columns, height: low },
    { x: 0, y: 0, width: west, height: rows },
    { x: columns - east, y: 0, width: east, height: rows },
  ].filter(({ width, height }) => width > 0 && height > 0);
}
