/** What was opened in emergencies, for the privacy officer: by whom, why, what they did then; each reviewed with a remark. */

import { Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { emergenciesQuery, keys } from '../../api/queries.ts';
import { DeedsDialog } from '../../features/emergency/deeds-dialog.tsx';
import { type Opening, openingsOf } from '../../features/emergency/openings.ts';
import { useSession } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import { AnchorLink } from '../../features/shell/links.tsx';
import { ReasonDialog } from '../../features/storage/reason-dialog.tsx';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

const columnsOf = (t: Words): readonly RecordColumn<Opening>[] => [
  {
    label: t('emergencies.who'),
    cell: ({ by, at, expiresAt }) => (
      <div>
        <bdi>{by}</bdi>
        <Text fz="xs" c="dimmed" fw={400}>
          <Moment at={at} />
        </Text>
        <Text fz="xs" c="dimmed" fw={400}>
          {t('emergencies.until')} <Moment at={expiresAt} />
        </Text>
      </div>
    ),
    width: 230,
  },
  {
    label: t('emergencies.what'),
    cell: ({ studies }) => (
      <div>
        {studies.map((study) => (
          <OpenedStudy key={study.id} study={study} />
        ))}
      </div>
    ),
  },
  { label: t('emergencies.why'), cell: ({ reason }) => <bdi>{reason}</bdi> },
  { label: t('emergencies.review'), cell: (opening) => <Review opening={opening} /> },
];

export function EmergenciesPage() {
  const t = useWords();
  usePageTitle(t('emergencies.title'));
  return (
    <PageFrame title={t('emergencies.title')} description={t('emergencies.description')}>
      <AdminOnly permission="privacy">
        <Emergencies />
      </AdminOnly>
    </PageFrame>
  );
}

function Emergencies() {
  const t = useWords();
  const client = useClient();
  const ownId = useSession()?.user.id;
  const emergencies = useQuery(emergenciesQuery(client));
  const [looked, setLooked] = useState<Opening>();
  const [reviewed, setReviewed] = useState<Opening>();
  const close = () => setReviewed(undefined);
  const review = useChange({
    perform: async ({ ids, note }: { readonly ids: readonly string[]; readonly note: string }) => {
      for (const id of ids) await client.reviewBreakGlass({ params: { id }, body: { note } });
    },
    touches: [keys.emergencies],
    done: t('emergencies.reviewed'),
    quiet: true,
  });
  if (emergencies.isError) {
    return <ProblemAlert {...describeProblem(t, emergencies.error)} onRetry={() => void emergencies.refetch()} />;
  }
  const openings = emergencies.data && openingsOf(emergencies.data.events);
  const waiting = openings?.filter((opening) => opening.waiting.length > 0).length;
  const refusalOf = ({ userId, waiting: ids }: Opening) =>
    ids.length === 0 ? t('emergencies.reviewedAlready') : userId === ownId ? t('emergencies.notOwn') : undefined;
  return (
    <>
      <Text fz="sm" c="dimmed" mb="sm" role="status">
        {waiting !== undefined &&
          openings?.length !== 0 &&
          (waiting === 0 ? t('emergencies.allReviewed') : t('emergencies.waiting', { count: waiting }))}
      </Text>
      <RecordList
        label={t('emergencies.title')}
        columns={columnsOf(t)}
        rows={openings}
        rowKey={({ key }) => key}
        empty={t('emergencies.none')}
        actions={(opening) => (
          <Group gap={6} justify="flex-end">
            <ReasonButton size="compact-sm" variant="default" onClick={() => setLooked(opening)}>
              {t('emergencies.looked')}
            </ReasonButton>
            <ReasonButton
              size="compact-sm"
              variant="default"
              disabledReason={refusalOf(opening)}
              onClick={() => setReviewed(opening)}
            >
              {t('emergencies.reviewButton')}
            </ReasonButton>
          </Group>
        )}
      />
      <DeedsDialog opening={looked} onClose={() => setLooked(undefined)} />
      <ReasonDialog
        opened={reviewed !== undefined}
        onClose={close}
        title={t('emergencies.reviewQuestion')}
        action={t('emergencies.markReviewed')}
        label={t('emergencies.remark')}
        note={t('emergencies.remarkNote')}
        onConfirm={(note) => review.mutate({ ids: reviewed?.waiting ?? [], note }, { onSuccess: close })}
        isPending={review.isPending}
        error={review.error}
      >
        {t('emergencies.reviewDetail')}
      </ReasonDialog>
    </>
  );
}

function OpenedStudy({ study }: { readonly study: Opening['studies'][number] }) {
  const t = useWords();
  const { studyId, patientName, patientId, studyDate, studyDescription } = study;
  if (patientName === undefined) return <Text fz="sm">{t('emergencies.gone', { id: studyId })}</Text>;
  const about = [patientId, studyDate, studyDescription].filter((part) => part !== undefined);
  return (
    <div>
      <AnchorLink to={pagePaths.study} params={{ studyId }} fz="sm" fw={560}>
        <bdi>{patientName.display || t('studies.noName')}</bdi>
      </AnchorLink>
      <Text fz="xs" c="dimmed">
        <bdi>{about.join(' · ')}</bdi>
      </Text>
    </div>
  );
}

function Review({ opening: { studies, waiting } }: { readonly opening: Opening }) {
  const t = useWords();
  const review = studies[0]?.review;
  if (waiting.length > 0 || review === undefined) {
    return (
      <Badge variant="light" color="orange" radius="sm" miw="max-content">
        {t('emergencies.waits')}
      </Badge>
    );
  }
  return (
    <div>
      <Text fz="sm">{review.note}</Text>
      <Text fz="xs" c="dimmed">
        {t('emergencies.reviewedBy', { name: review.by })}, <Moment at={review.at} />
      </Text>
    </div>
  );
}
