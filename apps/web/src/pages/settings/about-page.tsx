/** What this node is, where peers reach it, and on whose work it stands. */

import { paths } from '@isocenter/contract/paths';
import { Anchor, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { aboutQuery } from '../../api/queries.ts';
import { DangerNotice } from '../../features/settings/danger-notice.tsx';
import { sampleSendLine } from '../../features/studies/sample-send-line.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { CopyLine } from '../../ui/copy-line.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

export function AboutPage() {
  const formats = useFormats();
  const t = useWords();
  usePageTitle(t('about.title'));
  const about = useQuery(aboutQuery(useClient()));
  if (about.isError) {
    return (
      <PageFrame title={t('about.title')}>
        <ProblemAlert {...describeProblem(t, about.error)} onRetry={() => void about.refetch()} />
      </PageFrame>
    );
  }
  const { data } = about;
  const host = window.location.hostname;
  return (
    <PageFrame title={t('about.title')} description={t('about.description')}>
      <Stack gap="lg">
        <DangerNotice />
        <Card title={t('about.thisNode')}>
          <Group justify="space-between" mb="md">
            <Logo size={34} />
            <Text c="dimmed" fz="sm">
              {data === undefined ? '' : t('about.version', { version: data.version })}
            </Text>
          </Group>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
            <Fact label={t('about.studies')} value={data && formats.number(data.archive.studies)} />
            <Fact label={t('about.series')} value={data && formats.number(data.archive.series)} />
            <Fact label={t('about.objects')} value={data && formats.number(data.archive.instances)} />
            <Fact label={t('about.runningSince')} value={data && <Moment at={data.startedAt} />} />
          </SimpleGrid>
        </Card>
        <Card title={t('about.addresses')}>
          {data?.dicom !== undefined && (
            <Stack gap={6} mb="md">
              <Text fz="sm">
                {t.rich('about.dicom', {
                  aeTitle: data.dicom.aeTitle,
                  port: String(data.dicom.port),
                  b: (words) => <strong>{words}</strong>,
                })}
              </Text>
              <CopyLine text={sampleSendLine(data.dicom, host)} label={t('studies.copyLine')} />
              {data.dicom.loopbackOnly && (
                <Text fz="xs" c="dimmed">
                  {t('about.loopbackOnly')}
                </Text>
              )}
            </Stack>
          )}
          {data !== undefined && data.dicom === undefined && (
            <Text fz="sm" mb="md">
              {t('about.dicomOff')}
            </Text>
          )}
          <Stack gap={6}>
            <Text fz="sm">{t('about.dicomWeb')}</Text>
            <CopyLine
              text={`${data?.publicUrl ?? window.location.origin}${paths.dicomWeb.root()}`}
              label={t('about.copyAddress')}
            />
          </Stack>
        </Card>
        <Card title={t('about.licences')}>
          <Text fz="sm">{t('about.licencesDetail')}</Text>
          <Anchor href={pagePaths.licences} target="_blank" fz="sm" mt="xs" display="inline-block">
            {t('about.licencesInFull')}
          </Anchor>
        </Card>
      </Stack>
    </PageFrame>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder radius="lg" p="lg" bg="var(--iso-surface)">
      <Title order={2} mb="md">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: ReactNode }) {
  return (
    <Stack gap={2}>
      <Text fz="xs" c="dimmed">
        {label}
      </Text>
      {value === undefined ? (
        <Skeleton height={20} width={70} />
      ) : (
        <Text fw={600} className="tabular" component="div">
          {value}
        </Text>
      )}
    </Stack>
  );
}
