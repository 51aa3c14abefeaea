/**
 * What a measured length is called. A number without its meaning invites wrong decisions: an uncalibrated length says so,
 * and one on a projection says where it holds.
 */

import type { Words } from '../../../languages/catalogue.ts';
import type { SpacingKind } from './frame-geometry.ts';

/** The short form for the scale bar, where it has one: an uncalibrated image has no scale. */
export function describeScale(t: Words, millimetres: number, kind: SpacingKind): string {
  const text = millimetres >= 10 ? `${millimetres / 10} cm` : `${millimetres} mm`;
  return kind === 'detector' ? t('viewer.atDetector', { length: text }) : text;
}

/**
 * Returns the words for a unit as Cornerstone's measuring tools name it: `mm`, `mm Proj`, `px`, `cm US Region`, each
 * perhaps with a superscript two.
 */
export function describeToolUnit(t: Words, unit: string): string {
  const [, base = unit, kind = ''] = /^(\S+)(?:\s(.+))?$/.exec(unit) ?? [];
  if (base.startsWith('px')) return t('viewer.uncalibrated', { unit: base });
  switch (kind) {
    case 'Proj':
      return t('viewer.atDetector', { length: base });
    case 'ERMF':
      return t('viewer.estimated', { unit: base });
    case 'Calibrated':
      return t('viewer.calibrated', { unit: base });
    default:
      return base; // Of the patient, or of an ultrasound region, which carries its own scale.
  }
}
