/** One conflict: both copies side by side, what differs between them, and the decision which is shown from now on. */

import type { ConflictDetail } from '@isocenter/contract/conflicts';
import { paths } from '@isocenter/contract/paths';
import { Skeleton, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { conflictQuery, keys } from '../../api/queries.ts';
import classes from '../../features/conflicts/conflicts.module.css';
import { CopyPanel } from '../../features/conflicts/copy-panel.tsx';
import { DifferenceList } from '../../features/conflicts/difference-list.tsx';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { useChange } from '../../features/settings/use-change.ts';
import { AnchorLink, ButtonLink } from '../../features/shell/links.tsx';
import { ReasonDialog } from '../../features/storage/reason-dialog.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

type Choice = 'served' | 'kept';

export function ConflictPage() {
  const t = useWords();
  usePageTitle('Conflict');
  const { conflictId } = useParams({ from: '/signed-in/shell/settings/conflicts/$conflictId' });
  const conflict = useQuery(conflictQuery(useClient(), conflictId));
  const about = conflict.data?.conflict;
  return (
    <PageFrame
      title={
        about === undefined ? 'Conflict' : `Conflict of ${about.patientName.display || 'a patient without a name'}`
      }
      description={
        <>
          Two copies with other content came under the UID{' '}
          <span className={`mono ${classes.value}`}>{about?.sopInstanceUid ?? '…'}</span>. Decide which one is shown;
          the other one waits in the trash, from where it can come back.
        </>
      }
      actions={
        <ButtonLink to={pagePaths.conflicts} variant="default" leftSection={<IconArrowLeft size={16} />}>
          All conflicts
        </ButtonLink>
      }
    >
      {conflict.isError ? (
        <ProblemAlert {...describeProblem(t, conflict.error)} onRetry={() => void conflict.refetch()} />
      ) : conflict.data === undefined ? (
        <Skeleton height={420} radius="lg" />
      ) : (
        <Comparison key={conflictId} detail={conflict.data} />
      )}
    </PageFrame>
  );
}

function Comparison({ detail }: { readonly detail: ConflictDetail }) {
  const [choice, setChoice] = useState<Choice>();
  const { conflict, hasPicture, keptStudyId } = detail;
  const { id, served, kept } = conflict;
  const disabledReason = useRefusal(detail);
  const pictureOf = (copy: Choice) => (hasPicture[copy] ? paths.conflictPicture(id, copy) : undefined);
  return (
    <Stack gap="lg">
      <div className={classes.copies}>
        <CopyPanel
          title="Shown"
          mark="everybody sees it"
          isServed
          copy={served}
          picture={pictureOf('served')}
          more={keptStudyId !== undefined && <StudyFact studyId={conflict.studyId} />}
        >
          <ReasonButton variant="default" disabledReason={disabledReason} onClick={() => setChoice('served')}>
            Keep showing this one
          </ReasonButton>
        </CopyPanel>
        <CopyPanel
          title="Kept"
          mark="nobody sees it"
          isServed={false}
          copy={kept}
          picture={pictureOf('kept')}
          more={keptStudyId !== undefined && <StudyFact studyId={keptStudyId} />}
        >
          <ReasonButton disabledReason={disabledReason} onClick={() => setChoice('kept')}>
            Show this one instead
          </ReasonButton>
        </CopyPanel>
      </div>
      <DifferenceList detail={detail} />
      <Decision detail={detail} choice={choice} onClose={() => setChoice(undefined)} />
    </Stack>
  );
}

/** The copies lie in two studies: one of these will have an image less. */
function StudyFact({ studyId }: { readonly studyId: string }) {
  return (
    <>
      <dt>Study</dt>
      <dd>
        <AnchorLink to={pagePaths.study} params={{ studyId }} fz="sm">
          Open its study
        </AnchorLink>
      </dd>
    </>
  );
}

type DecisionProps = {
  readonly detail: ConflictDetail;
  readonly choice: Choice | undefined;
  readonly onClose: () => void;
};

function Decision({ detail: { conflict, others }, choice, onClose }: DecisionProps) {
  const client = useClient();
  const navigate = useNavigate();
  const decide = useChange({
    perform: ({ serve, reason }: { readonly serve: Choice; readonly reason: string }) =>
      client.decideConflict({
        params: { id: conflict.id },
        body: {
          serve,
          reason,
          servedInstanceId: conflict.served.instanceId,
          keptInstanceId: conflict.kept.instanceId,
        },
      }),
    touches: [keys.conflicts, keys.studies, keys.study(conflict.studyId), keys.trash],
    done: ({ purgeAfter }) =>
      `Decided. The other copy is in the trash until ${new Date(purgeAfter).toLocaleDateString()}.`,
    quiet: true,
  });
  const confirm = (reason: string) => {
    if (choice === undefined) return;
    decide.mutate({ serve: choice, reason }, { onSuccess: () => void navigate({ to: pagePaths.conflicts }) });
  };
  return (
    <ReasonDialog
      opened={choice !== undefined}
      onClose={onClose}
      title={choice === 'kept' ? 'Show the other copy?' : 'Keep showing this copy?'}
      action="Decide"
      onConfirm={confirm}
      isPending={decide.isPending}
      error={decide.error}
    >
      {choice === 'kept'
        ? `Everybody gets the copy that was kept, over every protocol. The one that was shown goes to the trash${
            others > 0 ? ', and with it copies that would be shown before the chosen one' : ''
          }.`
        : 'Nothing changes in what is shown. The copy that was kept goes to the trash.'}{' '}
      From there it can be restored until it is purged.
    </ReasonDialog>
  );
}

function useRefusal({ legalHold }: ConflictDetail): string | undefined {
  const isAdmin = useIsAdmin();
  if (!isAdmin) return 'An administrator decides';
  return legalHold ? 'A legal hold keeps both copies from being deleted' : undefined;
}
