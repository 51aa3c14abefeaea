/** Legal holds: what may not be deleted, since when and why; released from here, placed from the page of a study. */

import type { Hold } from '@isocenter/contract/holds';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { holdsQuery, keys } from '../../api/queries.ts';
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

const columnsOf = (t: Words): readonly RecordColumn<Hold>[] => [
  {
    label: t('holds.patient'),
    cell: (hold) => {
      const name =
        hold.patientName.display || (hold.studyId === undefined ? t('holds.nothingHere') : t('studies.noName'));
      const about = [hold.patientId, hold.studyDate, hold.studyDescription].filter((part) => part !== undefined);
      return (
        <div>
          {hold.studyId === undefined ? (
            <Text fz="sm">
              <bdi>{name}</bdi>
            </Text>
          ) : (
            <AnchorLink to={pagePaths.study} params={{ studyId: hold.studyId }} fz="sm" fw={560}>
              <bdi>{name}</bdi>
            </AnchorLink>
          )}
          <Text fz="xs" c="dimmed">
            <bdi>{hold.kind === 'patient' ? hold.patientId : about.join(' · ')}</bdi>
          </Text>
        </div>
      );
    },
  },
  {
    label: t('holds.holds'),
    cell: (hold) => (hold.kind === 'patient' ? t('holds.allOfPatient') : t('holds.oneStudy')),
    width: 140,
  },
  { label: t('holds.why'), cell: (hold) => hold.reason },
  { label: t('holds.placed'), cell: (hold) => <Deed at={hold.placedAt} by={hold.placedBy} />, width: 170 },
  {
    label: t('holds.released'),
    cell: (hold) =>
      hold.release === undefined ? (
        t('holds.inForce')
      ) : (
        <div>
          <Deed at={hold.release.at} by={hold.release.by} />
          <Text fz="xs">{hold.release.reason}</Text>
        </div>
      ),
    width: 170,
  },
];

export function HoldsPage() {
  const t = useWords();
  usePageTitle(t('holds.title'));
  return (
    <PageFrame title={t('holds.title')} description={t('holds.description')}>
      <AdminOnly permission="privacy">
        <Holds />
      </AdminOnly>
    </PageFrame>
  );
}

function Holds() {
  const t = useWords();
  const client = useClient();
  const holds = useQuery(holdsQuery(client));
  const [released, setReleased] = useState<Hold>();
  const close = () => setReleased(undefined);
  const release = useChange({
    perform: ({ id, reason }: { readonly id: string; readonly reason: string }) =>
      client.releaseHold({ params: { id }, body: { reason } }),
    touches: [keys.holds, keys.trash, ['study']],
    done: t('holds.releasedNow'),
    quiet: true,
  });
  if (holds.isError) return <ProblemAlert {...describeProblem(t, holds.error)} onRetry={() => void holds.refetch()} />;
  return (
    <>
      <RecordList
        label={t('holds.title')}
        columns={columnsOf(t)}
        rows={holds.data?.holds}
        rowKey={(hold) => hold.id}
        empty={t('holds.nothing')}
        actions={(hold) => (
          <ReasonButton
            size="compact-sm"
            variant="default"
            disabledReason={hold.release === undefined ? undefined : t('holds.releasedAlready')}
            onClick={() => setReleased(hold)}
          >
            {t('holds.releaseButton')}
          </ReasonButton>
        )}
      />
      <ReasonDialog
        opened={released !== undefined}
        onClose={close}
        title={t('holds.releaseQuestion')}
        action={t('holds.release')}
        onConfirm={(reason) => release.mutate({ id: released?.id ?? '', reason }, { onSuccess: close })}
        isPending={release.isPending}
        error={release.error}
      >
        {t('holds.releaseDetail')}
      </ReasonDialog>
    </>
  );
}

function Deed({ at, by }: { readonly at: string; readonly by: string }) {
  const t = useWords();
  return (
    <div>
      <Moment at={at} />
      <Text fz="xs" c="dimmed">
        {t('holds.by', { name: by })}
      </Text>
    </div>
  );
}
