/**
 * A list of records such as peers or users: a table with headings, on a phone a card each with the headings inside. One
 * description of the columns serves both.
 */

import { Paper, Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../languages/language-provider.tsx';
import classes from './record-list.module.css';

export type RecordColumn<Row> = {
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** Left out of cards, where the first column stands as their heading. */
  readonly width?: number | string;
};

export type RecordListProps<Row> = {
  readonly label: string;
  readonly columns: readonly RecordColumn<Row>[];
  /** Undefined while the answer is on its way. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** What can be done with a row, at its end. */
  readonly actions?: (row: Row) => ReactNode;
  readonly empty: ReactNode;
};

export function RecordList<Row>({ label, columns, rows, rowKey, actions, empty }: RecordListProps<Row>) {
  const t = useWords();
  if (rows?.length === 0) {
    return (
      <Paper withBorder radius="lg" p="xl" bg="var(--iso-surface)">
        <Text c="dimmed" fz="sm" ta="center">
          {empty}
        </Text>
      </Paper>
    );
  }
  return (
    <div className={classes.frame}>
      <Table
        className={classes.table}
        aria-label={label}
        aria-busy={rows === undefined}
        verticalSpacing={10}
        horizontalSpacing="md"
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.label} {...(column.width === undefined ? {} : { w: column.width })}>
                {column.label}
              </Table.Th>
            ))}
            {actions !== undefined && (
              <Table.Th w={1}>
                <VisuallyHidden>{t('shared.actions')}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows === undefined
            ? [0, 1, 2].map((place) => (
                <PendingRow key={place} cells={columns.length + (actions === undefined ? 0 : 1)} />
              ))
            : rows.map((row) => (
                <Table.Tr key={rowKey(row)}>
                  {columns.map((column) => (
                    <Table.Td key={column.label} data-label={column.label}>
                      {column.cell(row)}
                    </Table.Td>
                  ))}
                  {actions !== undefined && <Table.Td className={classes.actions}>{actions(row)}</Table.Td>}
                </Table.Tr>
              ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function PendingRow({ cells }: { readonly cells: number }) {
  return (
    <Table.Tr>
      {Array.from({ length: cells }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Table.Td key={place}>
          <Skeleton height={13} width={`${50 + ((place * 31) % 40)}%`} my={4} />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
