/** What stands in place of the list while nothing has arrived: the line to paste, and the place to drop files. */

import { Divider, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { aboutQuery } from '../../api/queries.ts';
import { CopyLine } from '../../ui/copy-line.tsx';
import { DropZone } from '../import/drop-zone.tsx';
import { sampleSendLine } from './sample-send-line.ts';
import classes from './study-page-parts.module.css';

export function EmptyArchive() {
  const about = useQuery(aboutQuery(useClient())).data;
  const line = about?.dicom === undefined ? undefined : sampleSendLine(about.dicom, window.location.hostname);
  return (
    <div className={classes.empty}>
      <Stack gap="xl" maw={660} w="100%">
        <Stack gap={6} ta="center">
          <Title order={1}>Nothing here yet</Title>
          <Text c="dimmed">
            Send a study from a scanner, an archive or the command line; it appears here by itself.
          </Text>
        </Stack>
        {about !== undefined && line === undefined && (
          <Text c="dimmed" fz="sm" ta="center">
            The DICOM listener of this node is switched off.
          </Text>
        )}
        {line !== undefined && (
          <Stack gap={6}>
            <Text fz="sm" fw={600}>
              With DCMTK, in a folder of DICOM files
            </Text>
            <CopyLine text={line} label="Copy the line" />
            {about?.dicom !== undefined && (
              <Text fz="xs" c="dimmed">
                AE title {about.dicom.aeTitle}, port {about.dicom.port}.{' '}
                {about.dicom.loopbackOnly && 'From other machines: set dicom.host. '}
                {about.dicom.allowLoopback
                  ? 'Callers on this machine are let in; others are added under Settings, Peers.'
                  : 'Callers are let in once they are added under Settings, Peers.'}
              </Text>
            )}
          </Stack>
        )}
        <Divider label="or" />
        <DropZone />
      </Stack>
    </div>
  );
}
