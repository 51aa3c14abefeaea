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
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

const columns: readonly RecordColumn<Hold>[] = [
  {
    label: 'Patient',
    cell: (hold) => {
      const name = hold.patientName.display || (hold.studyId === undefined ? 'Nothing of it is here' : 'No name');
      const about = [hold.patientId, hold.studyDate, hold.studyDescription].filter((part) => part !== undefined);
      return (
        <div>
          {hold.studyId === undefined ? (
            <Text fz="sm">{name}</Text>
          ) : (
            <AnchorLink to={pagePaths.study} params={{ studyId: hold.studyId }} fz="sm" fw={560}>
              {name}
            </AnchorLink>
          )}
          <Text fz="xs" c="dimmed">
            {hold.kind === 'patient' ? hold.patientId : about.join(' · ')}
          </Text>
        </div>
      );
    },
  },
  { label: 'Holds', cell: (hold) => (hold.kind === 'patient' ? 'All of the patient' : 'One study'), width: 140 },
  { label: 'Why', cell: (hold) => hold.reason },
  { label: 'Placed', cell: (hold) => <Deed at={hold.placedAt} by={hold.placedBy} />, width: 170 },
  {
    label: 'Released',
    cell: (hold) =>
      hold.release === undefined ? (
        'in force'
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
  usePageTitle('Legal holds');
  return (
    <PageFrame
      title="Legal holds"
      description="What is on hold cannot be deleted or purged by anybody or any rule. A hold is placed on the page of a study."
    >
      <AdminOnly>
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
    done: 'The hold is released.',
    quiet: true,
  });
  if (holds.isError) return <ProblemAlert {...describeProblem(t, holds.error)} onRetry={() => void holds.refetch()} />;
  return (
    <>
      <RecordList
        label="Legal holds"
        columns={columns}
        rows={holds.data?.holds}
        rowKey={(hold) => hold.id}
        empty="Nothing is on hold."
        actions={(hold) => (
          <ReasonButton
            size="compact-sm"
            variant="default"
            disabledReason={hold.release === undefined ? undefined : 'It is released already'}
            onClick={() => setReleased(hold)}
          >
            Release…
          </ReasonButton>
        )}
      />
      <ReasonDialog
        opened={released !== undefined}
        onClose={close}
        title="Release the hold?"
        action="Release"
        onConfirm={(reason) => release.mutate({ id: released?.id ?? '', reason }, { onSuccess: close })}
        isPending={release.isPending}
        error={release.error}
      >
        What it covered can be deleted again, by people and by rules.
      </ReasonDialog>
    </>
  );
}

function Deed({ at, by }: { readonly at: string; readonly by: string }) {
  return (
    <div>
      <Moment at={at} />
      <Text fz="xs" c="dimmed">
        by {by}
      </Text>
    </div>
  );
}
