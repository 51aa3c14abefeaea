/** The frames of a series, ready to be shown: headers fetched, read, and registered with the engine. */

import { paths } from '@isocenter/contract/paths';
import type { SeriesDetail } from '@isocenter/contract/study-detail';
import { useQuery } from '@tanstack/react-query';
import type { Words } from '../../../languages/catalogue.ts';
import { useWords } from '../../../languages/language-provider.tsx';
import type { ViewerEngine } from '../engine/viewer-engine.ts';
import { readFrameSource } from '../frames/frame-source.ts';
import { fetchSeriesHeaders } from '../frames/series-headers.ts';
import { buildStack, countLeftOut } from '../image/series-stack.ts';

export type SeriesStack = {
  /** Names under which the engine knows the frames. */
  readonly frames: readonly string[];
  /** Instances that are not among them, since their header describes no image that can be shown. */
  readonly unreadable: number;
};

export function useSeriesStack(engine: ViewerEngine, studyInstanceUid: string, series: SeriesDetail | undefined) {
  const t = useWords();
  const hasImages = series?.instances.some((instance) => instance.rows !== undefined) ?? false;
  return useQuery<SeriesStack>({
    queryKey: ['series-stack', studyInstanceUid, series?.seriesInstanceUid, series?.instanceCount],
    enabled: series !== undefined && hasImages,
    staleTime: Number.POSITIVE_INFINITY,
    // Frame names belong to one engine: what another viewer registered means nothing here.
    gcTime: 0,
    // While more of the same series is being read, what is here stays; of another series nothing may be seen.
    placeholderData: (before, query) => (query?.queryKey[2] === series?.seriesInstanceUid ? before : undefined),
    queryFn: ({ signal }) => {
      if (series === undefined) throw new Error('Only asked for with a series.');
      return readStack(t, engine, { studyInstanceUid, series, signal });
    },
  });
}

type ReadOptions = { readonly studyInstanceUid: string; readonly series: SeriesDetail; readonly signal: AbortSignal };

async function readStack(
  t: Words,
  engine: ViewerEngine,
  { studyInstanceUid, series, signal }: ReadOptions,
): Promise<SeriesStack> {
  const { seriesInstanceUid } = series;
  const url = paths.dicomWeb.seriesMetadata(studyInstanceUid, seriesInstanceUid);
  const headers = await fetchSeriesHeaders(url, engine.fetch, signal);
  const syntaxes = new Map(series.instances.map((instance) => [instance.sopInstanceUid, instance.transferSyntaxUid]));
  const frames: string[] = [];
  const unreadable = new Set<string>();
  const stack = buildStack(headers);
  for (const stacked of stack) {
    try {
      const source = readFrameSource(
        t,
        { studyInstanceUid, seriesInstanceUid },
        stacked,
        syntaxes.get(stacked.sopInstanceUid),
      );
      frames.push(engine.registry.add(source));
    } catch {
      // The header describes no image; the other frames are shown, and the count says that some are missing.
      unreadable.add(stacked.sopInstanceUid);
    }
  }
  return { frames, unreadable: unreadable.size + countLeftOut(headers, stack) };
}
