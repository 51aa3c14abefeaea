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
import { useFormats } from '../../languages/use-formats.ts';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

type Choice = 'served' | 'kept';

export function ConflictPage() {
  const t = useWords();
  usePageTitle(t('conflicts.conflict'));
  const { conflictId } = useParams({ from: '/signed-in/shell/settings/conflicts/$conflictId' });
  const conflict = useQuery(conflictQuery(useClient(), conflictId));
  const about = conflict.data?.conflict;
  return (
    <PageFrame
      title={
        about === undefined
          ? t('conflicts.conflict')
          : t('conflicts.conflictOf', { name: about.patientName.display || t('conflicts.nameless') })
      }
      description={t.rich('conflicts.twoCopies', {
        uid: () => <bdi className={`mono ${classes.value}`}>{about?.sopInstanceUid ?? '…'}</bdi>,
      })}
      actions={
        <ButtonLink
          to={pagePaths.conflicts}
          variant="default"
          leftSection={<IconArrowLeft size={16} className="pointing" />}
        >
          {t('conflicts.all')}
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
  const t = useWords();
  const [choice, setChoice] = useState<Choice>();
  const { conflict, hasPicture, keptStudyId } = detail;
  const { id, served, kept } = conflict;
  const disabledReason = useRefusal(detail);
  const pictureOf = (copy: Choice) => (hasPicture[copy] ? paths.conflictPicture(id, copy) : undefined);
  return (
    <Stack gap="lg">
      <div className={classes.copies}>
        <CopyPanel
          title={t('conflicts.shown')}
          mark={t('conflicts.everybodySees')}
          isServed
          copy={served}
          picture={pictureOf('served')}
          more={keptStudyId !== undefined && <StudyFact studyId={conflict.studyId} />}
        >
          <ReasonButton variant="default" disabledReason={disabledReason} onClick={() => setChoice('served')}>
            {t('conflicts.keepShowing')}
          </ReasonButton>
        </CopyPanel>
        <CopyPanel
          title={t('conflicts.kept')}
          mark={t('conflicts.nobodySees')}
          isServed={false}
          copy={kept}
          picture={pictureOf('kept')}
          more={keptStudyId !== undefined && <StudyFact studyId={keptStudyId} />}
        >
          <ReasonButton disabledReason={disabledReason} onClick={() => setChoice('kept')}>
            {t('conflicts.showInstead')}
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
  const t = useWords();
  return (
    <>
      <dt>{t('conflicts.study')}</dt>
      <dd>
        <AnchorLink to={pagePaths.study} params={{ studyId }} fz="sm">
          {t('conflicts.openStudy')}
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
  const t = useWords();
  const formats = useFormats();
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
    done: ({ purgeAfter }) => t('conflicts.decided', { until: formats.day(purgeAfter) }),
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
      title={choice === 'kept' ? t('conflicts.showOther') : t('conflicts.keepThis')}
      action={t('conflicts.decide')}
      onConfirm={confirm}
      isPending={decide.isPending}
      error={decide.error}
    >
      {choice === 'kept'
        ? t(others > 0 ? 'conflicts.showOtherDetailMore' : 'conflicts.showOtherDetail')
        : t('conflicts.keepThisDetail')}
    </ReasonDialog>
  );
}

function useRefusal({ legalHold }: ConflictDetail): string | undefined {
  const t = useWords();
  const isAdmin = useIsAdmin();
  if (!isAdmin) return t('conflicts.administratorDecides');
  return legalHold ? t('conflicts.holdKeeps') : undefined;
}
