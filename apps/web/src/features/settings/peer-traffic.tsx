/** What went between this node and a peer, when it was last heard of, and what went wrong last. */

import type { PeerTraffic } from '@isocenter/contract/peers';
import { Stack, Text, Tooltip } from '@mantine/core';
import { formatFileSize } from '../../ui/file-size.ts';
import { Moment } from '../../ui/moment.tsx';
import { describeFailure } from './peer-words.ts';

export function PeerTrafficCell({ traffic }: { readonly traffic: PeerTraffic }) {
  const { associationsIn, associationsOut, lastContactAt, lastError } = traffic;
  if (associationsIn + associationsOut === 0 && lastError === undefined) {
    return (
      <Text fz="sm" c="dimmed">
        none yet
      </Text>
    );
  }
  return (
    <Stack gap={2}>
      <Tooltip label={`Associations: ${associationsIn} in, ${associationsOut} out`}>
        <Text fz="sm" className="tabular" component="div">
          {line('In', traffic.objectsIn, traffic.bytesIn)}
          <br />
          {line('Out', traffic.objectsOut, traffic.bytesOut)}
        </Text>
      </Tooltip>
      <Text fz="xs" c="dimmed" component="div">
        Last contact: <Moment at={lastContactAt} />
      </Text>
      {lastError !== undefined && (
        <Text fz="xs" component="div" maw={280}>
          Last error, <Moment at={lastError.at} />: {describeFailure(lastError.code)}{' '}
          <span className="mono">{lastError.code}</span>
        </Text>
      )}
    </Stack>
  );
}

function line(direction: string, objects: number, bytes: number): string {
  return `${direction} ${objects.toLocaleString()} (${formatFileSize(bytes)})`;
}
