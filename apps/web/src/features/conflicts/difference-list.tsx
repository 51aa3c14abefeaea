/** What differs between the headers of two copies, attribute by attribute. */

import type { ConflictDetail, ConflictDifference, DifferingValue } from '@isocenter/contract/conflicts';
import { Alert, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import classes from './conflicts.module.css';

const columns: readonly RecordColumn<ConflictDifference>[] = [
  {
    label: 'Attribute',
    cell: ({ name, tag, within }) => (
      <div>
        <Text fz="sm" fw={560}>
          {name}
        </Text>
        <Text fz="xs" c="dimmed">
          <span className="mono">{tag}</span>
          {within.length > 0 && ` in ${within.join(' › ')}`}
        </Text>
      </div>
    ),
    width: '34%',
  },
  { label: 'Shown', cell: ({ served, vr }) => <Value value={served} vr={vr} />, width: '33%' },
  { label: 'Kept', cell: ({ kept, vr }) => <Value value={kept} vr={vr} />, width: '33%' },
];

const pixelWords: Readonly<Record<ConflictDetail['pixels'], string>> = {
  same: 'The pixels are the same.',
  different: 'The pixels differ.',
  none: 'Neither copy has pixels.',
  unknown: 'Whether the pixels differ cannot be told: they cannot be decoded here, or are too long to be compared.',
};

export function DifferenceList({ detail }: { readonly detail: ConflictDetail }) {
  const { differences, hasMore, pixels } = detail;
  return (
    <Stack gap="xs">
      <Title order={2}>What differs</Title>
      <Text fz="sm" fw={pixels === 'different' ? 560 : undefined}>
        {pixelWords[pixels]}
      </Text>
      {differences === undefined ? (
        <Alert color="orange" variant="light" icon={<IconAlertTriangle size={18} />} title="One header cannot be read">
          The copy without a picture is damaged: decide for the other one, or send it again.
        </Alert>
      ) : (
        <RecordList
          label="What differs"
          columns={columns}
          rows={differences}
          rowKey={({ tag, name, within }) => [...within, tag, name].join(' ')}
          empty="The headers say the same."
        />
      )}
      {hasMore && (
        <Text c="dimmed" fz="sm">
          The first {differences?.length} differences are shown; there are more.
        </Text>
      )}
    </Stack>
  );
}

function Value({ value, vr }: { readonly value: DifferingValue | undefined; readonly vr: string | undefined }) {
  if (value === undefined) return <span className={classes.missing}>not there</span>;
  if (vr === undefined || vr === 'SQ') return <span className={classes.missing}>is there</span>;
  const { value: text, lengthBytes, truncated } = value;
  if (lengthBytes === 0) return <span className={classes.missing}>empty</span>;
  if (text === undefined) return <span className={classes.missing}>{lengthBytes.toLocaleString()} bytes</span>;
  return (
    <span className={classes.value}>
      {text}
      {truncated === true && ' …'}
    </span>
  );
}
