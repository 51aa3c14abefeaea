// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which <tr> and <td> do not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: this is a table, not a grid; what takes focus in a row is its link
/**
 * The list of studies as a table: dense, sorted by its headings, only the rows in sight drawn. One row is in the tab
 * order; arrows, Page, Home and End move it, Enter opens.
 */

import type { StudySort, StudySummary } from '@isocenter/contract/studies';
import { Skeleton, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { columns } from './study-columns.tsx';
import classes from './study-table.module.css';
import type { StudyRows } from './use-study-rows.ts';

export type StudyListProps = {
  readonly rows: StudyRows;
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  /** The row in the tab order. */
  readonly current: number;
  readonly onCurrent: (index: number) => void;
};

export type StudyTableProps = StudyListProps & {
  readonly sort: StudySort;
  readonly order: 'ascending' | 'descending';
  readonly onSort: (sort: StudySort) => void;
};

export function StudyTableHead({ sort, order, onSort }: Pick<StudyTableProps, 'sort' | 'order' | 'onSort'>) {
  const t = useWords();
  return (
    <div role="row" className={`${classes.grid} ${classes.head}`} aria-rowindex={1}>
      {columns.map((column) => (
        <div
          key={column.sort}
          role="columnheader"
          className={column.className}
          data-align={column.align}
          aria-sort={column.sort === sort ? order : 'none'}
        >
          <UnstyledButton className={classes.heading} onClick={() => onSort(column.sort)}>
            {t(column.label)}
            {column.sort === sort && (order === 'ascending' ? <IconArrowUp size={13} /> : <IconArrowDown size={13} />)}
          </UnstyledButton>
        </div>
      ))}
    </div>
  );
}

export function StudyTableBody({ rows, virtual, current, onCurrent }: StudyListProps) {
  return (
    <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const study = rows.rowAt(item.index);
        return (
          <div
            key={item.key}
            role="row"
            aria-rowindex={item.index + 2}
            className={`${classes.grid} ${classes.row}`}
            data-fresh={study !== undefined && rows.fresh.has(study.id) ? true : undefined}
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
          >
            {columns.map((column, place) => (
              <div key={column.sort} role="cell" className={column.className} data-align={column.align}>
                {study === undefined ? (
                  <Skeleton height={11} width={`${45 + ((item.index * 17 + place * 29) % 45)}%`} />
                ) : place === 0 ? (
                  <RowLink study={study} isCurrent={item.index === current} index={item.index} onCurrent={onCurrent}>
                    {column.cell(study)}
                  </RowLink>
                ) : (
                  column.cell(study)
                )}
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}

type RowLinkProps = {
  readonly study: StudySummary;
  readonly index: number;
  readonly isCurrent: boolean;
  readonly onCurrent: (index: number) => void;
  readonly children: React.ReactNode;
};

/** A real link that covers its row: it opens in a new tab, has a context menu, and Enter follows it. */
export function RowLink({ study, index, isCurrent, onCurrent, children }: RowLinkProps) {
  const t = useWords();
  return (
    <Link
      to={pagePaths.study}
      params={{ studyId: study.id }}
      className={classes.rowLink}
      tabIndex={isCurrent ? 0 : -1}
      data-row={index}
      onFocus={() => onCurrent(index)}
    >
      {children}
      {study.conflicts > 0 && (
        <IconAlertTriangle
          size={15}
          className={classes.conflict}
          role="img"
          aria-label={t('studies.conflicts', { count: study.conflicts })}
        />
      )}
    </Link>
  );
}
