/** What differs between the headers of two copies, attribute by attribute. */

import type { ConflictDetail, ConflictDifference, DifferingValue } from '@isocenter/contract/conflicts';
import { Alert, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { WordKey, Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import classes from './conflicts.module.css';

const columnsOf = (t: Words): readonly RecordColumn<ConflictDifference>[] => [
  {
    label: t('conflicts.attribute'),
    cell: ({ name, tag, within }) => (
      <div>
        <Text fz="sm" fw={560}>
          {name}
        </Text>
        <Text fz="xs" c="dimmed">
          <span className="mono">{tag}</span>
          {within.length > 0 && ` ${t('conflicts.within', { path: within.join(' › ') })}`}
        </Text>
      </div>
    ),
    width: '34%',
  },
  { label: t('conflicts.shown'), cell: ({ served, vr }) => <Value value={served} vr={vr} />, width: '33%' },
  { label: t('conflicts.kept'), cell: ({ kept, vr }) => <Value value={kept} vr={vr} />, width: '33%' },
];

const pixelWords = {
  same: 'conflicts.same',
  different: 'conflicts.different',
  none: 'conflicts.noPixels',
  unknown: 'conflicts.unknown',
} as const satisfies Record<ConflictDetail['pixels'], WordKey>;

export function DifferenceList({ detail }: { readonly detail: ConflictDetail }) {
  const t = useWords();
  const { differences, hasMore, pixels } = detail;
  return (
    <Stack gap="xs">
      <Title order={2}>{t('conflicts.whatDiffers')}</Title>
      <Text fz="sm" fw={pixels === 'different' ? 560 : undefined}>
        {t(pixelWords[pixels])}
      </Text>
      {differences === undefined ? (
        <Alert
          color="orange"
          variant="light"
          icon={<IconAlertTriangle size={18} />}
          title={t('conflicts.oneUnreadable')}
        >
          {t('conflicts.oneUnreadableDetail')}
        </Alert>
      ) : (
        <RecordList
          label={t('conflicts.whatDiffers')}
          columns={columnsOf(t)}
          rows={differences}
          rowKey={({ tag, name, within }) => [...within, tag, name].join(' ')}
          empty={t('conflicts.sameHeaders')}
        />
      )}
      {hasMore && (
        <Text c="dimmed" fz="sm">
          {t('conflicts.first', { count: differences?.length ?? 0 })}
        </Text>
      )}
    </Stack>
  );
}

function Value({ value, vr }: { readonly value: DifferingValue | undefined; readonly vr: string | undefined }) {
  const t = useWords();
  if (value === undefined) return <span className={classes.missing}>{t('conflicts.notThere')}</span>;
  if (vr === undefined || vr === 'SQ') return <span className={classes.missing}>{t('conflicts.isThere')}</span>;
  const { value: text, lengthBytes, truncated } = value;
  if (lengthBytes === 0) return <span className={classes.missing}>{t('conflicts.empty')}</span>;
  if (text === undefined) return <span className={classes.missing}>{t('study.bytes', { count: lengthBytes })}</span>;
  return (
    <span className={classes.value} dir="auto">
      {text}
      {truncated === true && ' …'}
    </span>
  );
}
