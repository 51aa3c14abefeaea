/**
 * The list of studies as if all of it were here: only the pages around what is seen are asked for, so that an archive of a
 * million studies scrolls like one of ten.
 */

import type { StudySummary } from '@isocenter/contract/studies';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { type StudyFilter, studyPageQuery, studyPageSize } from '../../api/queries.ts';

export type StudyRows = {
  /** Of very many the node counts those near the pages that were asked for: more as they are scrolled to. */
  readonly total: number | undefined;
  /** Whether there are more than that. */
  readonly isLeast: boolean;
  /** The study at a place of the list; undefined while its page is on its way. */
  readonly rowAt: (index: number) => StudySummary | undefined;
  /** Ids that arrived while the list was open, for a few seconds. */
  readonly fresh: ReadonlySet<string>;
  /** Why there is no list at all. */
  readonly error: unknown;
  /** Why the list that is here is not up to date, or lacks rows that are seen. */
  readonly partialError: unknown;
  /** Whether what is shown answers an older question than the one being asked. */
  readonly stale: boolean;
  readonly retry: () => void;
};

export function useStudyRows(filter: StudyFilter, first: number, last: number): StudyRows {
  const client = useClient();
  const start = useQuery({ ...studyPageQuery(client, filter, 0), placeholderData: keepPreviousData });
  const pages = pagesBetween(first, last);
  const others = useQueries({ queries: pages.map((page) => studyPageQuery(client, filter, page)) });
  const failed = [start, ...others].filter((query) => query.isError);
  const byPage = new Map(pages.map((page, index) => [page, others[index]?.data?.studies]));
  return {
    total: start.data && Math.max(start.data.total, ...others.map(({ data }) => data?.total ?? 0)),
    isLeast:
      start.data?.isLeast === true && others.every(({ data }) => data?.isLeast !== undefined || data === undefined),
    rowAt: (index) => {
      const page = Math.floor(index / studyPageSize);
      const studies = page === 0 ? start.data?.studies : byPage.get(page);
      return studies?.[index % studyPageSize];
    },
    fresh: useFresh(start.isPlaceholderData ? undefined : start.data?.studies, JSON.stringify(filter)),
    error: start.data === undefined ? (start.error ?? undefined) : undefined,
    partialError: failed[0]?.error ?? undefined,
    stale: start.isPlaceholderData,
    retry: () => {
      for (const query of failed) void query.refetch();
    },
  };
}

/** Pages after the first that hold any of the rows; the first is always asked for. */
function pagesBetween(first: number, last: number): readonly number[] {
  const from = Math.max(1, Math.floor(first / studyPageSize));
  const to = Math.floor(Math.max(last, 0) / studyPageSize);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** How long a new row stays marked, milliseconds. */
const freshMs = 6000;

function useFresh(studies: readonly StudySummary[] | undefined, filterKey: string): ReadonlySet<string> {
  const seen = useRef<{ readonly filterKey: string; readonly ids: Set<string> } | undefined>(undefined);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (studies === undefined) return;
    if (seen.current?.filterKey !== filterKey) {
      seen.current = { filterKey, ids: new Set(studies.map((study) => study.id)) };
      return;
    }
    const { ids } = seen.current;
    const arrived = studies.filter((study) => !ids.has(study.id)).map((study) => study.id);
    if (arrived.length === 0) return;
    for (const id of arrived) ids.add(id);
    setFresh(new Set(arrived));
    const timer = setTimeout(() => setFresh(new Set()), freshMs);
    return () => clearTimeout(timer);
  }, [studies, filterKey]);
  return fresh;
}
