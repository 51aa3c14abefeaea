/** The header of the instance on the screen: every element with its value, nested sequences, and what is wrong with it. */

import type { ElementRow, HeaderFinding } from '@isocenter/contract/elements';
import { Alert, Center, CloseButton, Drawer, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { elementsQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { filterElements } from './element-filter.ts';
import classes from './study.module.css';

export type HeaderPanelProps = {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly instanceId: string | undefined;
  /** On a phone the panel takes the whole screen. */
  readonly narrow: boolean;
};

/** Beside the picture, which makes room; on a phone over it. */
export function HeaderPanel({ opened, onClose, instanceId, narrow }: HeaderPanelProps) {
  const t = useWords();
  const content =
    instanceId === undefined ? (
      <Center h="100%">
        <Text c="dimmed">{t('study.noInstance')}</Text>
      </Center>
    ) : (
      <ElementTableView instanceId={instanceId} />
    );
  if (narrow) {
    return (
      <Drawer
        opened={opened}
        onClose={onClose}
        position="bottom"
        size="100%"
        title={t('study.header')}
        styles={{ content: { display: 'flex', flexDirection: 'column' }, body: { flex: 1, minHeight: 0 } }}
        closeButtonProps={{ 'aria-label': t('study.closeHeader') }}
      >
        {content}
      </Drawer>
    );
  }
  if (!opened) return null;
  return (
    <aside className={classes.headerPanel} aria-label={t('study.header')}>
      <Group justify="space-between" mb={8}>
        <Title order={2}>{t('study.header')}</Title>
        <CloseButton aria-label={t('study.closeHeader')} onClick={onClose} />
      </Group>
      <div className={classes.headerContent}>{content}</div>
    </aside>
  );
}

function ElementTableView({ instanceId }: { readonly instanceId: string }) {
  const t = useWords();
  const [query, setQuery] = useState('');
  const table = useQuery({ ...elementsQuery(useClient(), instanceId), placeholderData: (before) => before });
  if (table.isError) return <ProblemAlert {...describeProblem(t, table.error)} onRetry={() => void table.refetch()} />;
  if (table.data === undefined) {
    return (
      <Stack gap={10}>
        {Array.from({ length: 14 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <Skeleton key={index} height={14} width={`${50 + ((index * 23) % 45)}%`} />
        ))}
      </Stack>
    );
  }
  const { findings, rows, transferSyntaxName } = table.data;
  return (
    <div className={classes.elements}>
      <TextInput
        aria-label={t('study.searchHeader')}
        placeholder={t('study.tagNameValue')}
        leftSection={<IconSearch size={16} />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <Findings findings={findings} />
      <ElementRows rows={filterElements(rows, query)} />
      <Text fz="xs" c="dimmed">
        {t('study.elementCount', { count: rows.length, syntax: transferSyntaxName })}
      </Text>
    </div>
  );
}

function Findings({ findings }: { readonly findings: readonly HeaderFinding[] }) {
  const t = useWords();
  if (findings.length === 0) return null;
  const title = t('study.findings', { count: findings.length });
  return (
    <Alert variant="light" color="orange" icon={<IconAlertTriangle size={17} />} title={title} p="sm">
      <ul className={classes.findings}>
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.tag} ${finding.offset}`}>
            {finding.tag !== undefined && <span className="mono">{finding.tag} </span>}
            <bdi lang="en">{finding.message}</bdi>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function ElementRows({ rows }: { readonly rows: readonly ElementRow[] }) {
  const t = useWords();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 42,
    overscan: 14,
  });
  if (rows.length === 0) {
    return (
      <Center h={120}>
        <Text c="dimmed" fz="sm">
          {t('study.noElement')}
        </Text>
      </Center>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable to be scrolled by keyboard
    <section ref={scroll} className={classes.elementList} tabIndex={0} dir="ltr" aria-label={t('study.elements')}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <li
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              style={{ transform: `translateY(${item.start}px)`, paddingInlineStart: 4 + row.depth * 14 }}
              data-kind={row.kind}
            >
              <Element row={row} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Element({ row }: { readonly row: ElementRow }) {
  const t = useWords();
  if (row.kind === 'item') return <div className={classes.item}>{row.name}</div>;
  return (
    <>
      <div className={classes.elementHead}>
        <span className={classes.tag}>{row.tag}</span>
        <span className={classes.elementName}>{row.name}</span>
        <span className={classes.vr}>{row.vr}</span>
      </div>
      <div className={classes.value}>
        {row.value ??
          (row.vr === 'SQ' ? '' : row.lengthBytes === 0 ? '' : t('study.bytes', { count: row.lengthBytes }))}
        {row.truncated === true && ' …'}
      </div>
    </>
  );
}
