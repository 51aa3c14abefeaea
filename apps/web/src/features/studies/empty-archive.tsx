/**
 * What stands in place of the list while nothing has arrived: the line to paste, and the place to drop files; for a role that
 * brings nothing in, the way to its care teams.
 */

import { Divider, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { aboutQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { CopyLine } from '../../ui/copy-line.tsx';
import { EmergencyHint } from '../emergency/emergency-hint.tsx';
import { DropZone } from '../import/drop-zone.tsx';
import { useMay } from '../session/use-session.ts';
import { ButtonLink } from '../shell/links.tsx';
import { sampleSendLine } from './sample-send-line.ts';
import classes from './study-page-parts.module.css';

export function EmptyArchive() {
  const t = useWords();
  if (useMay('work')) return <WaysIn />;
  return (
    <div className={classes.empty}>
      <Stack gap="lg" maw={420} align="center" ta="center">
        <Stack gap={6}>
          <Title order={1}>{t('studies.nothingYet')}</Title>
          <Text c="dimmed">{t('studies.nothingForYou')}</Text>
        </Stack>
        <ButtonLink to={pagePaths.teams} variant="default">
          {t('studies.toTeams')}
        </ButtonLink>
      </Stack>
    </div>
  );
}

function WaysIn() {
  const t = useWords();
  const about = useQuery(aboutQuery(useClient())).data;
  const line = about?.dicom === undefined ? undefined : sampleSendLine(about.dicom, window.location.hostname);
  return (
    <div className={classes.empty}>
      <Stack gap="xl" maw={660} w="100%">
        <Stack gap={6} ta="center">
          <Title order={1}>{t('studies.nothingYet')}</Title>
          <Text c="dimmed">{t('studies.nothingYetDetail')}</Text>
        </Stack>
        {about !== undefined && line === undefined && (
          <Text c="dimmed" fz="sm" ta="center">
            {t('studies.listenerOff')}
          </Text>
        )}
        {line !== undefined && (
          <Stack gap={6}>
            <Text fz="sm" fw={600}>
              {t('studies.withDcmtk')}
            </Text>
            <CopyLine text={line} label={t('studies.copyLine')} />
            {about?.dicom !== undefined && (
              <Text fz="xs" c="dimmed">
                {t('studies.titleAndPort', { aeTitle: about.dicom.aeTitle, port: String(about.dicom.port) })}{' '}
                {about.dicom.loopbackOnly && `${t('studies.setHost')} `}
                {about.dicom.allowLoopback ? t('studies.loopbackIn') : t('studies.addedIn')}
              </Text>
            )}
          </Stack>
        )}
        <Divider label={t('studies.or')} />
        <DropZone />
        <EmergencyHint />
      </Stack>
    </div>
  );
}
