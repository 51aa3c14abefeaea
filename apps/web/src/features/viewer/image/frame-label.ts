/** Where in its stack a picture stands: `12 / 54`, and the frame of its object where that has several. */

export type FramePosition = {
  readonly index: number;
  readonly count: number;
  readonly shown: { readonly frame: number; readonly numberOfFrames: number } | undefined;
};

export function cineLabel({ index, count, shown }: FramePosition): string {
  const position = `${index + 1} / ${count}`;
  if (shown === undefined || shown.numberOfFrames === 1) return position;
  return shown.numberOfFrames === count ? `Frame ${position}` : `${position} · frame ${shown.frame}`;
}
