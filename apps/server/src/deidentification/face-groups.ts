/**
 * Files that wait for one another until their faces are taken off: series by their Frame of Reference, and objects that
 * follow the outline of what those show.
 */

import type { FaceMember } from '@isocenter/deid/faces/face-member';
import type { FaceSeries } from './deid-task.ts';

export type WaitingFile<File> = { readonly file: File; readonly member: FaceMember };

export type FaceGroup<File> = {
  /** Frame of Reference, or the series that has none. */
  readonly frame: string;
  readonly series: readonly FaceSeries[];
  /** In the order of the series and their paths. */
  readonly files: readonly File[];
};

export function groupsOf<File extends { readonly path: string }>(
  waiting: readonly WaitingFile<File>[],
): readonly FaceGroup<File>[] {
  const slices = waiting.filter(({ member }) => member.role === 'slices');
  return [...Map.groupBy(slices, ({ member }) => member.frames[0] ?? member.series)].map(([frame, members]) => {
    const sorted = [...Map.groupBy(members, ({ member }) => member.series)].map(
      ([name, files]) => [name, [...files].sort(byNumber)] as const,
    );
    const series = sorted.map(([name, files]) => ({
      name,
      paths: files.map(({ file }) => file.path),
      sizeBytes: files.reduce((sum, { member }) => sum + member.sizeBytes, 0),
    }));
    return { frame, series, files: sorted.flatMap(([, files]) => files.map(({ file }) => file)) };
  });
}

/** The same in every run, whatever the order of the folder. */
function byNumber<File>({ member: a }: WaitingFile<File>, { member: b }: WaitingFile<File>): number {
  return a.instanceNumber - b.instanceNumber || (a.instance < b.instance ? -1 : 1);
}
