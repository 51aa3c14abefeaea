/** What was handed in to care teams and joins nothing that they reach: an administrator takes or declines it. */

import type { ReferredUpload } from '@isocenter/contract/team-uploads';
import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, referredUploadsQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { AnchorLink } from '../shell/links.tsx';
import { PatientLine } from './patient-line.tsx';

/** Nothing where nothing waits. */
export function ReferredList() {
  const t = useWords();
  const formats = useFormats();
  const referred = useQuery(referredUploadsQuery(useClient()));
  if (referred.isError) return <ProblemAlert {...describeProblem(t, referred.error)} />;
  const rows = referred.data?.uploads ?? [];
  if (rows.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label={t('uploads.referredTitle')} mb="xl">
      <Text component="h2" fw={600}>
        {t('uploads.referredTitle')}
      </Text>
      <Text fz="sm" c="dimmed">
        {t('uploads.referredDescription')}
      </Text>
      <RecordList
        label={t('uploads.referredTitle')}
        rows={rows}
        rowKey={({ id }) => id}
        empty={t('uploads.referredNone')}
        columns={[
          {
            label: t('uploads.what'),
            cell: ({ patient, files, bytes, until }) => (
              <Stack gap={0} align="flex-start">
                <Named {...patient} />
                <Text fz="xs" c="dimmed">
                  {`${t('uploads.count', { count: files })} · ${formats.fileSize(bytes)}`}
                </Text>
                <Text fz="xs" c="dimmed">
                  {t('uploads.waitsUntil', { until: formats.day(until) })}
                </Text>
              </Stack>
            ),
          },
          { label: t('uploads.filedWith'), cell: ({ filedWith }) => <FiledWith patient={filedWith} /> },
          {
            label: t('uploads.ofTeam'),
            cell: ({ teamId, teamName }) => (
              <AnchorLink to={pagePaths.team} params={{ teamId }}>
                <bdi>{teamName}</bdi>
              </AnchorLink>
            ),
          },
          { label: t('uploads.handedInBy'), cell: ({ handedInBy }) => <bdi>{handedInBy}</bdi> },
        ]}
        actions={(upload) => <Actions upload={upload} />}
      />
    </Stack>
  );
}

function Named({ name, birthDate }: ReferredUpload['patient']) {
  const t = useWords();
  return name === '' && birthDate === '' ? t('uploads.noName') : <PatientLine name={name} birthDate={birthDate} />;
}

function FiledWith({ patient }: { readonly patient: ReferredUpload['filedWith'] }) {
  const t = useWords();
  if (patient === undefined) return <Text fz="sm">{t('uploads.filedWithNobody')}</Text>;
  return (
    <Stack gap={0} align="flex-start">
      <Named {...patient} />
      <Text fz="xs" c="dimmed">
        <bdi>{patient.patientId}</bdi> · {t('uploads.studiesHere', { count: patient.studies })}
      </Text>
    </Stack>
  );
}

function Actions({ upload: { id, filedWith } }: { readonly upload: ReferredUpload }) {
  const t = useWords();
  const client = useClient();
  const decide = useChange({
    perform: (decision: 'take' | 'decline') => client.decideReferredUploads({ params: { id }, body: { decision } }),
    touches: [keys.teams],
  });
  return (
    <Group gap={6} justify="flex-end">
      <ConfirmButton
        title={t('uploads.takeQuestion')}
        action={t('uploads.take')}
        onConfirm={() => decide.mutate('take')}
        trigger={(open) => (
          <ReasonButton size="compact-sm" disabledReason={undefined} onClick={open}>
            {t('uploads.take')}
          </ReasonButton>
        )}
      >
        {filedWith === undefined ? t('uploads.takeNewHelp') : t('uploads.takeHelp', { name: filedWith.name })}
      </ConfirmButton>
      <ConfirmButton
        title={t('uploads.declineQuestion')}
        action={t('uploads.decline')}
        onConfirm={() => decide.mutate('decline')}
        trigger={(open) => (
          <ReasonButton size="compact-sm" variant="default" disabledReason={undefined} onClick={open}>
            {t('uploads.decline')}
          </ReasonButton>
        )}
      >
        {t('uploads.declineHelp')}
      </ConfirmButton>
    </Group>
  );
}
