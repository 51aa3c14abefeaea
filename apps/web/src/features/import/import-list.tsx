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
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import classes from './import.module.css';
import type { ImportItem, ImportState } from './import-item.ts';
import { describeRefusal } from './refusal.ts';

export function ImportList({ items }: { readonly items: readonly ImportItem[] }) {
  const t = useWords();
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
      aria-label={t('imports.files')}
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
  const t = useWords();
  const formats = useFormats();
  const cut = item.path.lastIndexOf('/') + 1;
  return (
    <div className={classes.row}>
      <StateIcon state={item.state} />
      <span
        className={classes.path}
        dir="ltr"
        title={item.archivePath === undefined ? item.path : `${item.archivePath}: ${item.path}`}
      >
        <span className={classes.folder}>{item.path.slice(0, cut)}</span>
        <span className={classes.name}>{item.path.slice(cut) || t('imports.unreadableEntry')}</span>
      </span>
      <span className={classes.outcome}>
        <Outcome item={item} />
      </span>
      <span className={`${classes.size} tabular`}>{formats.fileSize(item.lengthBytes)}</span>
    </div>
  );
}

function Outcome({ item }: { readonly item: ImportItem }) {
  const t = useWords();
  if (item.state === 'sending') {
    const share = item.lengthBytes === 0 ? 0 : (item.sentBytes / item.lengthBytes) * 100;
    return <Progress value={share} size="sm" aria-label={t('imports.sent')} />;
  }
  if (item.reason !== undefined) {
    const { title, detail } = describeRefusal(t, item.reason);
    return (
      <Tooltip label={`${detail ?? title} (${item.reason.code})`} multiline maw={320}>
        <Text fz="sm" className="truncate">
          {title}
          <Text component="span" fz="sm" c="dimmed" ms={8} dir="auto">
            {detail}
          </Text>
        </Text>
      </Tooltip>
    );
  }
  return (
    <Text fz="sm" c="dimmed" className="truncate">
      {t(`imports.${item.state}`)}
    </Text>
  );
}

function StateIcon({ state }: { readonly state: ImportState }) {
  const t = useWords();
  const size = 18;
  switch (state) {
    case 'sending':
      return <Loader size={16} />;
    case 'stored':
      return <IconCircleCheck size={size} color="var(--iso-success)" aria-label={t('imports.stored')} />;
    case 'duplicate':
      return <IconCopyCheck size={size} color="var(--mantine-color-dimmed)" aria-label={t('imports.duplicate')} />;
    case 'conflict':
      return <IconAlertTriangle size={size} color="var(--iso-warning)" aria-label={t('conflicts.conflict')} />;
    case 'opened':
      return <IconArchive size={size} color="var(--mantine-color-dimmed)" aria-label={t('imports.archive')} />;
    case 'refused':
      return <IconCircleMinus size={size} color="var(--mantine-color-dimmed)" aria-label={t('imports.refused')} />;
    case 'failed':
      return <IconCircleX size={size} color="var(--mantine-color-red-6)" aria-label={t('imports.failed')} />;
    default:
      return <IconCircleDashed size={size} color="var(--mantine-color-dimmed)" aria-label={t(`imports.${state}`)} />;
  }
}
