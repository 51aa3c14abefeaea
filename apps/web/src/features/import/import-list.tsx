/** The files of an import, one line each; a long list stays smooth because only what is seen is drawn. */

import { Loader, Progress, Text, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconAlertTriangle,
  IconArchive,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconCopyCheck,
} from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { formatFileSize } from '../../ui/file-size.ts';
import classes from './import.module.css';
import type { ImportItem, ImportState } from './import-item.ts';

export function ImportList({ items }: { readonly items: readonly ImportItem[] }) {
  const scroll = useRef<HTMLDivElement>(null);
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => (narrow ? 58 : 42),
    overscan: 12,
  });
  return (
    <section
      ref={scroll}
      className={classes.list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable to be scrolled by keyboard
      tabIndex={0}
      aria-label="Files"
      style={{ height: rows.getTotalSize() + 2 }}
    >
      <ul style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const item = items[row.index];
          return item === undefined ? null : (
            <li
              key={row.key}
              aria-posinset={row.index + 1}
              aria-setsize={items.length}
              style={{
                position: 'absolute',
                insetInline: 0,
                height: row.size,
                transform: `translateY(${row.start}px)`,
              }}
            >
              <ImportRow item={item} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function ImportRow({ item }: { readonly item: ImportItem }) {
  const cut = item.path.lastIndexOf('/') + 1;
  return (
    <div className={classes.row}>
      <StateIcon state={item.state} />
      <span
        className={classes.path}
        title={item.archivePath === undefined ? item.path : `${item.archivePath}: ${item.path}`}
      >
        <span className={classes.folder}>{item.path.slice(0, cut)}</span>
        <span className={classes.name}>{item.path.slice(cut) || 'Unreadable entry'}</span>
      </span>
      <span className={classes.outcome}>
        <Outcome item={item} />
      </span>
      <span className={`${classes.size} tabular`}>{formatFileSize(item.lengthBytes)}</span>
    </div>
  );
}

function Outcome({ item }: { readonly item: ImportItem }) {
  if (item.state === 'sending') {
    const share = item.lengthBytes === 0 ? 0 : (item.sentBytes / item.lengthBytes) * 100;
    return <Progress value={share} size="sm" aria-label="Sent" />;
  }
  if (item.reason !== undefined) {
    return (
      <Tooltip label={`${item.reason.detail ?? item.reason.title} (${item.reason.code})`} multiline maw={320}>
        <Text fz="sm" className="truncate">
          {item.reason.title}
          <Text component="span" fz="sm" c="dimmed" ms={8}>
            {item.reason.detail}
          </Text>
        </Text>
      </Tooltip>
    );
  }
  return (
    <Text fz="sm" c="dimmed" className="truncate">
      {stateTexts[item.state]}
    </Text>
  );
}

const stateTexts: Readonly<Record<ImportState, string>> = {
  waiting: 'Waiting',
  sending: 'Sending',
  stored: 'Stored',
  duplicate: 'Already here',
  conflict: 'Kept as a conflict',
  opened: 'Archive, opened',
  refused: 'Not taken',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

function StateIcon({ state }: { readonly state: ImportState }) {
  const size = 18;
  switch (state) {
    case 'sending':
      return <Loader size={16} />;
    case 'stored':
      return <IconCircleCheck size={size} color="var(--iso-success)" aria-label="Stored" />;
    case 'duplicate':
      return <IconCopyCheck size={size} color="var(--mantine-color-dimmed)" aria-label="Already here" />;
    case 'conflict':
      return <IconAlertTriangle size={size} color="var(--iso-warning)" aria-label="Conflict" />;
    case 'opened':
      return <IconArchive size={size} color="var(--mantine-color-dimmed)" aria-label="Archive" />;
    case 'refused':
      return <IconCircleMinus size={size} color="var(--mantine-color-dimmed)" aria-label="Not taken" />;
    case 'failed':
      return <IconCircleX size={size} color="var(--mantine-color-red-6)" aria-label="Failed" />;
    default:
      return <IconCircleDashed size={size} color="var(--mantine-color-dimmed)" aria-label={stateTexts[state]} />;
  }
}
