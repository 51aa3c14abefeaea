/** The list of studies: search, sort, open. New arrivals appear by themselves. */

import { Button, Center, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { describeProblem } from '../../api/problem.ts';
import { EmergencyHint } from '../../features/emergency/emergency-hint.tsx';
import { EmptyArchive } from '../../features/studies/empty-archive.tsx';
import { StudyCards } from '../../features/studies/study-cards.tsx';
import { StudyFilters } from '../../features/studies/study-filters.tsx';
import classes from '../../features/studies/study-page-parts.module.css';
import {
  effectiveSort,
  isFiltered,
  type StudySearch,
  toFilter,
  toggleSort,
  withoutFilters,
} from '../../features/studies/study-search.ts';
import { StudyTableBody, StudyTableHead } from '../../features/studies/study-table.tsx';
import { useStudyRows } from '../../features/studies/use-study-rows.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

const rowHeight = 44;
const cardHeight = 92;
const headHeight = 38;
/** Rows drawn while the first answer is on its way. */
const pendingRows = 14;

export function StudiesPage() {
  const t = useWords();
  usePageTitle(t('studies.title'));
  const search = useSearch({ from: '/signed-in/shell/studies' });
  const navigate = useNavigate();
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const scroll = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ first: 0, last: 0 });
  const [current, setCurrent] = useState(0);
  const filter = toFilter(search);
  const rows = useStudyRows(filter, range.first, range.last);
  const count = rows.total ?? pendingRows;
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => (narrow ? cardHeight : rowHeight),
    scrollMargin: 0,
    scrollPaddingStart: narrow ? 0 : headHeight,
    overscan: 10,
    onChange: (instance) => {
      const items = instance.getVirtualItems();
      const next = { first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0 };
      setRange((now) => (now.first === next.first && now.last === next.last ? now : next));
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer is told when the height of its rows changes
  useLayoutEffect(() => virtual.measure(), [narrow]);

  /** The row that shall have the focus and is not drawn yet. */
  const wanted = useRef<number>(undefined);
  const change = (next: StudySearch) => {
    wanted.current = undefined;
    setCurrent(0);
    scroll.current?.scrollTo({ top: 0 });
    void navigate({ to: pagePaths.studies, search: next, replace: true });
  };
  const focusWanted = () => {
    if (wanted.current === undefined) return;
    const row = scroll.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (row === null || row === undefined) return;
    wanted.current = undefined;
    row.focus();
  };
  const focusRow = (index: number) => {
    const target = Math.max(0, Math.min(count - 1, index));
    setCurrent(target);
    virtual.scrollToIndex(target);
    wanted.current = target;
    // At once where it can be: the next key, pressed in the same moment, must find it there.
    focusWanted();
  };
  useLayoutEffect(focusWanted);
  useStayInPlace(
    scroll,
    rows.total,
    filter.sort === 'received' && filter.order === 'descending',
    narrow ? cardHeight : rowHeight,
  );

  const { sort, order } = effectiveSort(search);
  if (rows.total === 0 && !isFiltered(search) && !rows.stale) return <EmptyArchive />;
  const list = { rows, virtual, current, onCurrent: setCurrent };
  return (
    <div className={classes.page}>
      <VisuallyHidden>
        <h1>{t('studies.title')}</h1>
      </VisuallyHidden>
      <div className={classes.toolbar}>
        <StudyFilters search={search} onChange={change} onEnterList={() => focusRow(current)} />
        <span className={classes.count} role="status">
          {rows.total === undefined
            ? ''
            : t(rows.isLeast ? 'studies.countAtLeast' : 'studies.count', { count: rows.total })}
        </span>
      </div>
      {rows.error === undefined && rows.partialError !== undefined && (
        <div className={classes.outdated} role="status">
          {t('studies.outdated', { problem: describeProblem(t, rows.partialError).title })}
          <Button size="compact-xs" variant="default" onClick={rows.retry}>
            {t('shared.tryAgain')}
          </Button>
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the links inside it */}
      <div
        ref={scroll}
        className={classes.scroll}
        data-stale={rows.stale || undefined}
        {...(narrow ? {} : { role: 'table', 'aria-label': t('studies.title'), 'aria-rowcount': count + 1 })}
        aria-busy={rows.total === undefined || rows.stale}
        onKeyDown={(event) => moveByKey(event, current, focusRow)}
      >
        {rows.error !== undefined ? (
          <Center className={classes.notice}>
            <ProblemAlert {...describeProblem(t, rows.error)} onRetry={rows.retry} />
          </Center>
        ) : rows.total === 0 ? (
          <NoMatch onClear={() => change(withoutFilters(search))} />
        ) : narrow ? (
          <StudyCards {...list} />
        ) : (
          <>
            <StudyTableHead sort={sort} order={order} onSort={(column) => change(toggleSort(search, column))} />
            <StudyTableBody {...list} />
          </>
        )}
      </div>
    </div>
  );
}

function NoMatch({ onClear }: { readonly onClear: () => void }) {
  const t = useWords();
  return (
    <Center className={classes.notice}>
      <Stack gap="sm" align="center" ta="center">
        <Text fw={600}>{t('studies.noMatch')}</Text>
        <Text c="dimmed" fz="sm" maw={380}>
          {t('studies.noMatchDetail')}
        </Text>
        <Button variant="default" onClick={onClear}>
          {t('studies.showAll')}
        </Button>
        <EmergencyHint />
      </Stack>
    </Center>
  );
}

function moveByKey(event: KeyboardEvent, current: number, focusRow: (index: number) => void): void {
  if (!(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return;
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 };
  const step = steps[event.key];
  if (step !== undefined) focusRow(current + step);
  else if (event.key === 'Home') focusRow(0);
  else if (event.key === 'End') focusRow(Number.MAX_SAFE_INTEGER);
  else return;
  event.preventDefault();
}

/** Arrivals are inserted above what is being read: the list moves down by as much, so that it stays under the eyes. */
function useStayInPlace(
  scroll: React.RefObject<HTMLDivElement | null>,
  total: number | undefined,
  newestFirst: boolean,
  height: number,
) {
  const before = useRef(total);
  useEffect(() => {
    const arrived = total !== undefined && before.current !== undefined ? total - before.current : 0;
    before.current = total;
    const element = scroll.current;
    if (element !== null && newestFirst && arrived > 0 && arrived < 500 && element.scrollTop > height) {
      element.scrollTop += arrived * height;
    }
  }, [scroll, total, newestFirst, height]);
}
