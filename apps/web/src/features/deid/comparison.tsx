/** An object before and after de-identification, attribute by attribute: what changed first, everything on demand. */

import type { DeidPreview, DeidRow } from '@isocenter/contract/deid-projects';
import { Badge, Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import classes from './deid.module.css';
import { describeDone } from './deid-words.ts';
import { filterRows, isChanged } from './filter-rows.ts';

type Done = Extract<DeidPreview, { kind: 'done' }>;

export function Comparison({ preview }: { readonly preview: Done }) {
  const t = useWords();
  const [show, setShow] = useState('changed');
  const [query, setQuery] = useState('');
  const { rows } = preview;
  const shown = filterRows(rows, { onlyChanged: show === 'changed', query });
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <SegmentedControl
          aria-label={t('deid.show')}
          value={show}
          onChange={setShow}
          data={[
            { value: 'changed', label: t('deid.onlyChanged', { count: rows.filter(isChanged).length }) },
            {
              value: 'all',
              label: t('deid.everything', { count: rows.filter(({ kind }) => kind === 'element').length }),
            },
          ]}
        />
        <TextInput
          flex="1 1 200px"
          aria-label={t('deid.search')}
          placeholder={t('deid.searchIn')}
          leftSection={<IconSearch size={16} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <LedgerButton preview={preview} />
      </Group>
      <Rows rows={shown} />
    </Stack>
  );
}

/** As it is written beside de-identified files: no values, so that it can go wherever the object goes. */
function LedgerButton({ preview }: { readonly preview: Done }) {
  const t = useWords();
  const download = () => {
    const actions = preview.rows.flatMap(({ kind, path, action, change }) =>
      kind === 'element' && action !== undefined && change !== 'same' ? [{ path, action }] : [],
    );
    const file = new Blob([JSON.stringify({ actions }, undefined, 1)], { type: 'application/json' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = 'ledger.json';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Button variant="default" leftSection={<IconDownload size={16} />} title={t('deid.ledgerNote')} onClick={download}>
      {t('deid.ledger')}
    </Button>
  );
}

function Rows({ rows }: { readonly rows: readonly DeidRow[] }) {
  const t = useWords();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 46,
    overscan: 12,
  });
  return (
    <div className={classes.comparison}>
      <div className={classes.heads} aria-hidden>
        <span>{t('deid.attribute')}</span>
        <span>{t('deid.before')}</span>
        <span>{t('deid.after')}</span>
        <span>{t('deid.action')}</span>
      </div>
      {rows.length === 0 && (
        <Text c="dimmed" fz="sm" ta="center" p="xl">
          {t('deid.noAttribute')}
        </Text>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable to be scrolled by keyboard */}
      <section ref={scroll} className={classes.rows} tabIndex={0} aria-label={t('deid.tryTitle')}>
        <ul style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <li
                key={item.key}
                data-index={item.index}
                data-change={row.change}
                ref={virtual.measureElement}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === 'item' ? <Item row={row} /> : <Element row={row} />}
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}

const indent = ({ depth }: DeidRow) => ({ paddingInlineStart: Math.min(depth, 8) * 12 });

function Item({ row }: { readonly row: DeidRow }) {
  return (
    <span className={classes.item} style={indent(row)} dir="ltr">
      {row.name}
    </span>
  );
}

const colors = { same: 'gray', changed: 'iso', removed: 'red', added: 'teal' } as const;

function Element({ row }: { readonly row: DeidRow }) {
  const t = useWords();
  return (
    <div className={classes.row}>
      <div className={classes.attribute} style={indent(row)}>
        <bdi className={classes.name}>{row.name}</bdi>
        <bdi className={classes.tag}>{row.tag}</bdi>
      </div>
      <Side row={row} side="before" />
      <Side row={row} side="after" />
      <div className={classes.done}>
        <Badge variant="light" color={colors[row.change]} radius="sm">
          {describeDone(t, row)}
        </Badge>
        {row.rule !== undefined && (
          <Text fz="xs" c="dimmed">
            <bdi>{row.rule}</bdi>
          </Text>
        )}
      </div>
    </div>
  );
}

function Side({ row, side }: { readonly row: DeidRow; readonly side: 'before' | 'after' }) {
  const t = useWords();
  const text = row[side];
  const bytes = side === 'before' ? row.beforeBytes : row.afterBytes;
  const isAbsent = row.change === (side === 'before' ? 'added' : 'removed');
  const missing = isAbsent
    ? t('deid.notThere')
    : row.vr === 'SQ'
      ? ''
      : bytes === 0
        ? t('deid.emptyValue')
        : text === undefined
          ? t('study.bytes', { count: bytes })
          : undefined;
  return (
    <div className={classes.side} data-side={side}>
      <span className={classes.sideName}>{t(`deid.${side}`)}</span>
      {missing === undefined ? (
        <span className={classes.value} dir="auto">
          {text}
        </span>
      ) : (
        <span className={classes.missing}>{missing}</span>
      )}
    </div>
  );
}
