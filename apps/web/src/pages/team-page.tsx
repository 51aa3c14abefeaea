/** One care team: whom it is for, who is in it and about to join, and how somebody outside asks to hand in an image. */

import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useClient } from '../api/client-context.tsx';
import { describeProblem } from '../api/problem.ts';
import { keys, teamQuery, teamUploadsQuery } from '../api/queries.ts';
import { useChange } from '../features/settings/use-change.ts';
import { ActivityList } from '../features/teams/activity-list.tsx';
import { HandIn } from '../features/teams/hand-in.tsx';
import { InviteButton } from '../features/teams/invite-form.tsx';
import { JoiningList } from '../features/teams/joining-list.tsx';
import { MemberList } from '../features/teams/member-list.tsx';
import { PatientLine } from '../features/teams/patient-line.tsx';
import { UploadList } from '../features/teams/upload-list.tsx';
import { useWords } from '../languages/language-provider.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { CopyLine } from '../ui/copy-line.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { ReasonButton } from '../ui/reason-button.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { pagePaths } from './page-paths.ts';

export function TeamPage() {
  const t = useWords();
  usePageTitle(t('teams.team'));
  const { teamId } = useParams({ from: '/signed-in/shell/teams/$teamId' });
  const { data: team, error, refetch } = useQuery(teamQuery(useClient(), teamId));
  if (error !== null) {
    return (
      <PageFrame title={t('teams.team')}>
        <ProblemAlert {...describeProblem(t, error)} onRetry={() => void refetch()} />
      </PageFrame>
    );
  }
  const isClosed = team?.closedAt !== undefined;
  const may = (privilege: 'invite' | 'manage' | 'upload') =>
    isClosed ? t('problems.team-closed') : team?.privileges.includes(privilege) ? undefined : t('teams.mayNot');
  return (
    <PageFrame
      title={team?.name ?? t('teams.team')}
      description={team?.patient === undefined ? undefined : <PatientLine {...team.patient} />}
      actions={
        team && (
          <Group gap="xs">
            <InviteButton team={team} disabledReason={may('invite')} />
            <CloseButton teamId={teamId} disabledReason={may('manage')} />
          </Group>
        )
      }
    >
      {team !== undefined && (
        <Stack gap="xl">
          {isClosed && (
            <Alert color="gray" variant="light">
              {t('teams.isClosed')}
            </Alert>
          )}
          {team.joinings.length > 0 && (
            <Section title={t('teams.aboutToJoin')} note={t('teams.aboutToJoinHelp')}>
              <JoiningList team={team} />
            </Section>
          )}
          <Section title={t('teams.members')}>
            <MemberList team={team} manageReason={may('manage')} />
          </Section>
          <HandInSection teamId={teamId} disabledReason={may('upload')} />
          {team.handInCode !== undefined && (
            <Section title={t('teams.forOutsiders')} note={t('teams.forOutsidersHelp')}>
              <Stack gap="xs">
                <CopyLine text={`${window.location.origin}${pagePaths.handIn}`} label={t('teams.copyAddress')} />
                <CopyLine text={team.handInCode} label={t('teams.copyCode')} />
              </Stack>
            </Section>
          )}
          <Section title={t('activity.title')} note={t('activity.help')}>
            <ActivityList teamId={teamId} />
          </Section>
        </Stack>
      )}
    </PageFrame>
  );
}

type HandInSectionProps = { readonly teamId: string; readonly disabledReason: string | undefined };

function HandInSection({ teamId, disabledReason }: HandInSectionProps) {
  const t = useWords();
  const { data } = useQuery(teamUploadsQuery(useClient(), teamId));
  return (
    <Section title={t('uploads.title')} note={t('uploads.help')}>
      <Stack gap="sm">
        <HandIn teamId={teamId} disabledReason={disabledReason} />
        {data !== undefined && data.uploads.length > 0 && (
          <UploadList teamId={teamId} uploads={data.uploads} disabledReason={disabledReason} />
        )}
      </Stack>
    </Section>
  );
}

type SectionProps = { readonly title: string; readonly note?: string; readonly children: ReactNode };

function Section({ title, note, children }: SectionProps) {
  return (
    <section aria-label={title}>
      <Title order={2} mb={note === undefined ? 'sm' : 2}>
        {title}
      </Title>
      {note !== undefined && (
        <Text fz="sm" c="dimmed" mb="sm">
          {note}
        </Text>
      )}
      {children}
    </section>
  );
}

type CloseButtonProps = { readonly teamId: string; readonly disabledReason: string | undefined };

function CloseButton({ teamId, disabledReason }: CloseButtonProps) {
  const t = useWords();
  const client = useClient();
  const navigate = useNavigate();
  const close = useChange({
    perform: () => client.closeTeam({ params: { id: teamId } }),
    touches: [keys.teams],
    done: t('teams.closedNow'),
  });
  return (
    <ConfirmButton
      title={t('teams.closeQuestion')}
      action={t('teams.close')}
      onConfirm={() => close.mutate(undefined, { onSuccess: () => void navigate({ to: pagePaths.teams }) })}
      trigger={(open) => (
        <ReasonButton variant="default" disabledReason={disabledReason} onClick={open}>
          {t('teams.close')}
        </ReasonButton>
      )}
    >
      {t('teams.closeHelp')}
    </ConfirmButton>
  );
}
