/** What went between this node and a peer, when it was last heard of, and what went wrong last. */

import type { PeerTraffic } from '@isocenter/contract/peers';
import { Stack, Text, Tooltip } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { Moment } from '../../ui/moment.tsx';
import { describeFailure } from './peer-words.ts';

export function PeerTrafficCell({ traffic }: { readonly traffic: PeerTraffic }) {
  const t = useWords();
  const formats = useFormats();
  const { associationsIn, associationsOut, lastContactAt, lastError } = traffic;
  if (associationsIn + associationsOut === 0 && lastError === undefined) {
    return (
      <Text fz="sm" c="dimmed">
        {t('peers.noneYet')}
      </Text>
    );
  }
  return (
    <Stack gap={2}>
      <Tooltip label={t('peers.associationsCount', { in: associationsIn, out: associationsOut })}>
        <Text fz="sm" className="tabular" component="div">
          {t('peers.trafficIn', { objects: traffic.objectsIn, size: formats.fileSize(traffic.bytesIn) })}
          <br />
          {t('peers.trafficOut', { objects: traffic.objectsOut, size: formats.fileSize(traffic.bytesOut) })}
        </Text>
      </Tooltip>
      <Text fz="xs" c="dimmed" component="div">
        {t.rich('peers.lastContact', { at: () => <Moment at={lastContactAt} /> })}
      </Text>
      {lastError !== undefined && (
        <Text fz="xs" component="div" maw={280}>
          {t.rich('peers.lastError', {
            at: () => <Moment at={lastError.at} />,
            failure: describeFailure(t, lastError.code),
          })}{' '}
          <span className="mono">{lastError.code}</span>
        </Text>
      )}
    </Stack>
  );
}
