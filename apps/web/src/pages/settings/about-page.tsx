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
import { CopyLine } from '../../ui/copy-line.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

export function AboutPage() {
  const t = useWords();
  usePageTitle('About');
  const about = useQuery(aboutQuery(useClient()));
  if (about.isError) {
    return (
      <PageFrame title="About">
        <ProblemAlert {...describeProblem(t, about.error)} onRetry={() => void about.refetch()} />
      </PageFrame>
    );
  }
  const { data } = about;
  const host = window.location.hostname;
  return (
    <PageFrame title="About" description="An open, vendor-neutral exchange for medical images.">
      <Stack gap="lg">
        <DangerNotice />
        <Card title="This node">
          <Group justify="space-between" mb="md">
            <Logo size={34} />
            <Text c="dimmed" fz="sm">
              {data === undefined ? '' : `Version ${data.version}`}
            </Text>
          </Group>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
            <Fact label="Studies" value={data?.archive.studies.toLocaleString()} />
            <Fact label="Series" value={data?.archive.series.toLocaleString()} />
            <Fact label="Objects" value={data?.archive.instances.toLocaleString()} />
            <Fact label="Running since" value={data && <Moment at={data.startedAt} />} />
          </SimpleGrid>
        </Card>
        <Card title="Addresses">
          {data?.dicom !== undefined && (
            <Stack gap={6} mb="md">
              <Text fz="sm">
                DICOM: AE title <strong>{data.dicom.aeTitle}</strong>, port <strong>{data.dicom.port}</strong>
              </Text>
              <CopyLine text={sampleSendLine(data.dicom, host)} label="Copy the line" />
              {data.dicom.loopbackOnly && (
                <Text fz="xs" c="dimmed">
                  It listens for programs on its own machine. From other machines: set dicom.host.
                </Text>
              )}
            </Stack>
          )}
          {data !== undefined && data.dicom === undefined && (
            <Text fz="sm" mb="md">
              DICOM: switched off
            </Text>
          )}
          <Stack gap={6}>
            <Text fz="sm">DICOMweb, with an API token</Text>
            <CopyLine
              text={`${data?.publicUrl ?? window.location.origin}${paths.dicomWeb.root()}`}
              label="Copy the address"
            />
          </Stack>
        </Card>
        <Card title="Licences">
          <Text fz="sm">
            Isocenter is licensed under the Apache License 2.0. This interface is built with React, Mantine, TanStack,
            Cornerstone3D, vtk.js, zip.js and Tabler Icons; pictures are decoded by CharLS, OpenJPEG, OpenJPH,
            libjpeg-turbo and libjxl; text is set in Inter.
          </Text>
          <Anchor href={pagePaths.licences} target="_blank" fz="sm" mt="xs" display="inline-block">
            Their licences in full
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
