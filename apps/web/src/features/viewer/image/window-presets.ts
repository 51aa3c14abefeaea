/**
 * Window presets by modality, offered beside the windows that the header carries. CT values are Hounsfield units as common
 * radiology references give them; other modalities have no absolute scale, so what helps there is computed from the pixels.
 */

import type { WordKey, Words } from '../../../languages/catalogue.ts';
/** What the samples between `center - width / 2` and `center + width / 2` are spread over (PS3.3 §C.11.2.1.2). */
export type Window = { readonly center: number; readonly width: number };

/** How they are spread: VOI LUT Function (0028,1056). */
export type WindowFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

export type WindowPreset = { readonly name: string; readonly window: Window; readonly function?: WindowFunction };

const computedTomography: readonly { readonly name: WordKey; readonly window: Window }[] = [
  { name: 'viewer.brain', window: { center: 40, width: 80 } },
  { name: 'viewer.stroke', window: { center: 35, width: 35 } },
  { name: 'viewer.subdural', window: { center: 75, width: 215 } },
  { name: 'viewer.lung', window: { center: -600, width: 1500 } },
  { name: 'viewer.mediastinum', window: { center: 50, width: 350 } },
  { name: 'viewer.abdomen', window: { center: 50, width: 400 } },
  { name: 'viewer.liver', window: { center: 90, width: 150 } },
  { name: 'viewer.bone', window: { center: 500, width: 2000 } },
  { name: 'viewer.angiography', window: { center: 300, width: 600 } },
];

/** Returns the presets of a modality whose stored values mean the same on every device; none for the others. */
export function presetsOf(t: Words, modality: string | undefined): readonly WindowPreset[] {
  return modality === 'CT' ? computedTomography.map(({ name, window }) => ({ name: t(name), window })) : [];
}

/** Returns the windows that a header offers, named by Window Center & Width Explanation where it has one. */
export function presetsOfHeader(
  t: Words,
  windows: readonly (Window & { readonly function: WindowFunction })[],
  explanations: readonly string[],
): readonly WindowPreset[] {
  return windows.flatMap(({ center, width, function: shape }, index) => {
    if (width <= 0) return [];
    // Devices often write one window twice.
    const first = windows.findIndex((other) => other.center === center && other.width === width);
    if (first !== index) return [];
    const name =
      explanations[index] ??
      (index === 0 ? t('viewer.fromHeader') : t('viewer.fromHeaderNumber', { number: index + 1 }));
    return [{ name, window: { center, width }, function: shape }];
  });
}

/** Returns the window that shows everything between the lowest and the highest value. */
export function windowOfRange(lowest: number, highest: number): Window {
  const width = Math.max(highest - lowest, 1);
  return { center: lowest + width / 2, width };
}

/**
 * Returns the window that leaves out the darkest and brightest half per cent, as MR and projections want it: a few bright
 * vessels or a metal clip do not darken the rest. At most some 65 000 samples are looked at.
 */
export function automaticWindow(samples: ArrayLike<number>, trim = 0.005): Window | undefined {
  if (samples.length === 0) return undefined;
  const step = Math.max(1, Math.floor(samples.length / 65_536));
  const looked: number[] = [];
  for (let index = 0; index < samples.length; index += step) looked.push(samples[index] ?? 0);
  looked.sort((a, b) => a - b);
  const at = (fraction: number) => looked[Math.min(looked.length - 1, Math.floor(fraction * looked.length))] ?? 0;
  return windowOfRange(at(trim), at(1 - trim));
}
