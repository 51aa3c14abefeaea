/** The patient of a study: who acts for them, what they consented to, what they ask for, and all of it as a file. */

import { paths } from '@isocenter/contract/paths';
import { Button, Stack, Text } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useClient } from '../api/client-context.tsx';
import { describeProblem } from '../api/problem.ts';
import { studyQuery, wishesQuery } from '../api/queries.ts';
import { Section } from '../features/account/section.tsx';
import { AccessSection } from '../features/patient/access-section.tsx';
import { ConsentSection } from '../features/patient/consent-section.tsx';
import { CorrectionSection } from '../features/patient/correction-section.tsx';
import { ProxySection } from '../features/patient/proxy-section.tsx';
import { useExport } from '../features/session/use-export.ts';
import { useMay } from '../features/session/use-session.ts';
import { AdminOnly } from '../features/settings/admin-only.tsx';
import { ButtonLink } from '../features/shell/links.tsx';
import { nameOf } from '../features/studies/patient-name.ts';
import { useWords } from '../languages/language-provider.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { pagePaths } from './page-paths.ts';

export function PatientPage() {
  const t = useWords();
  // No name: titles stay in the history of the browser.
  usePageTitle(t('studies.patient'));
  const { studyId } = useParams({ from: '/signed-in/shell/studies/$studyId/patient' });
  const study = useQuery(studyQuery(useClient(), studyId));
  const found = study.data?.study;
  const about = [found?.patientId, found?.patientBirthDate, found?.patientSex].filter((part) => part !== undefined);
  return (
    <PageFrame
      title={found === undefined ? t('studies.patient') : nameOf(t, found)}
      description={
        <>
          <Text component="span" display="block" fz="sm">
            <bdi>{about.join(' · ')}</bdi>
          </Text>
          {t('patient.description')}
        </>
      }
      actions={
        <ButtonLink to={pagePaths.study} params={{ studyId }} variant="default">
          {t('patient.back')}
        </ButtonLink>
      }
    >
      <AdminOnly permission="privacy">
        {study.isError ? (
          <ProblemAlert {...describeProblem(t, study.error)} onRetry={() => void study.refetch()} />
        ) : (
          <Sections studyId={studyId} />
        )}
      </AdminOnly>
    </PageFrame>
  );
}

function Sections({ studyId }: { readonly studyId: string }) {
  const t = useWords();
  const mayRead = useMay('privacy');
  // Who acts for a patient is said by administrators: it gives access.
  const mayAdminister = useMay('administer');
  const client = useClient();
  const exported = useExport(() => client.askPatientExport({ params: { id: studyId } }));
  const wishes = useQuery({ ...wishesQuery(client, studyId), enabled: mayRead });
  return (
    <Stack gap="lg">
      {mayAdminister && <ProxySection studyId={studyId} />}
      {wishes.isError ? (
        <ProblemAlert {...describeProblem(t, wishes.error)} onRetry={() => void wishes.refetch()} />
      ) : (
        <>
          <AccessSection wishes={wishes.data} />
          <ConsentSection studyId={studyId} wishes={wishes.data} />
          <CorrectionSection studyId={studyId} corrections={wishes.data?.corrections} />
        </>
      )}
      <Section
        title={t('patient.exportTitle')}
        help={t('patient.exportHelp')}
        action={
          <Button
            onClick={() => exported.begin(paths.patientExport(studyId))}
            loading={exported.isPending}
            variant="default"
            leftSection={<IconPackageExport size={16} />}
          >
            {t('erasures.exportAll')}
          </Button>
        }
      />
    </Stack>
  );
}
