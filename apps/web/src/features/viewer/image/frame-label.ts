/** Where in its stack a picture stands: `12 / 54`, and the frame of its object where that has several. */

import type { Words } from '../../../languages/catalogue.ts';
export type FramePosition = {
  readonly index: number;
  readonly count: number;
  readonly shown: { readonly frame: number; readonly numberOfFrames: number } | undefined;
};

export function cineLabel(t: Words, { index, count, shown }: FramePosition): string {
  const position = `${index + 1} / ${count}`;
  if (shown === undefined || shown.numberOfFrames === 1) return position;
  if (shown.numberOfFrames === count) return t('viewer.framePosition', { position });
  return t('viewer.positionFrame', { position, frame: shown.frame });
}
