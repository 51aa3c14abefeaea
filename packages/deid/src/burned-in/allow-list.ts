/**
 * Which lines of text may stay in a picture: what scanners write of scales, exposure, windows, sides and positions, and
 * nothing else. A line stays only if all of it is such; what is not read, or not surely, goes.
 */

import type { Reading } from './text-recogniser.ts';

/** Readings below this mean probability are none. */
const leastConfidence = 0.85;

const units = [
  ...['cm', 'mm', 'm', 'cm/s', 'm/s', 'mm/s', 'kV', 'kVp', 'mA', 'mAs', 'uGy', 'mGy', 'dB', 'Hz', 'kHz', 'MHz', 'fps'],
  ...['ms', 's', 'sec', 'bpm', 'BPM', '%', '°', 'deg', 'HU', 'T', 'ml', 'mL', 'mmHg'],
];

/** Stand before a number: output power, scanning and exposure parameters, windows. */
const labels = [
  ...['MI', 'TI', 'TIS', 'TIB', 'TIC', 'Depth', 'Gain', 'Zoom', 'Frq', 'PRF', 'WF', 'DR', 'FR', 'Dyn', 'Pwr', 'SV'],
  ...['W', 'L', 'WL', 'WW', 'WC', 'C', 'TE', 'TR', 'FOV', 'THK', 'kV', 'kVp', 'mA', 'mAs', 'EI', 'DI', 'HR', 'SL'],
];

/** Sides, directions (PS3.3 §C.7.6.1.1.1), views and positions. No three letters of directions: some are names. */
const marks = [
  ...['L', 'R', 'A', 'P', 'H', 'F', 'S', 'I', 'LT', 'RT', 'AP', 'PA', 'LAT', 'CC', 'MLO', 'LCC', 'RCC', 'LMLO', 'RMLO'],
  ...['L-CC', 'R-CC', 'L-MLO', 'R-MLO', 'AL', 'AR', 'PL', 'PR', 'HL', 'HR', 'FL', 'FR', 'HA', 'HP', 'FA', 'FP'],
  ...['LEFT', 'RIGHT', 'SUPINE', 'PRONE', 'ERECT', 'UPRIGHT', 'PORTABLE', 'LATERAL', 'STANDING', 'SITTING', 'OBLIQUE'],
  ...[
    'ANTERIOR',
    'POSTERIOR',
    'DECUBITUS',
    'T1',
    'T2',
    'PD',
    'TSE',
    'FSE',
    'GRE',
    'FLAIR',
    'STIR',
    'DWI',
    'ADC',
    'EPI',
  ],
];

const number = '[+-]?\\d{1,4}(?:[.,]\\d{1,3})?';
const unit = `(?:${units.join('|')})`;
const labelled = `(?:${labels.join('|')})\\s*[:=.]?\\s*${number}(?:\\s*${unit}(?![A-Za-z]))?`;
const standing = `(?:${number}\\s*${unit}|${marks.join('|')})`;
const between = '[\\s,;|/]';

/** One such thing or several; those that end in a number are read without the space after it. */
const harmless = new RegExp(`^(?:${labelled}${between}*|${standing}(?:${between}+|$))+$`);

/** The scale beside a picture: 5, 10, 15; longer ones may be identifiers. */
const tick = /^-?\d{1,2}(?:\.\d)?$/;

/** True where the whole line is one that a scanner writes of the picture. */
export function isHarmless({ text, confidence }: Pick<Reading, 'text' | 'confidence'>): boolean {
  const line = text.replaceAll('：', ':').replaceAll('，', ',').trim();
  if (confidence < leastConfidence || line === '') return false;
  return harmless.test(line) || tick.test(line);
}
