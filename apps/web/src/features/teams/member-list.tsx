/** The members of a team: what each may do, changed and ended by who may; everybody may leave. */

import type { TeamDetail } from '@isocenter/contract/care-teams';
import { Badge, Group, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { privileges } from './privilege-choice.tsx';
import { PrivilegeDialog } from './privilege-dialog.tsx';

type Member = TeamDetail['teamMembers'][number];

type MemberListProps = { readonly team: TeamDetail; readonly manageReason: string | undefined };

export function MemberList({ team, manageReason }: MemberListProps) {
  const t = useWords();
  const client = useClient();
  const navigate = useNavigate();
  const [changing, setChanging] = useState<Member>();
  const paramsOf = ({ userId }: Member) => ({ id: team.id, userId });
  const change = useChange({
    perform: ({ member, chosen }: { readonly member: Member; readonly chosen: Member['privileges'] }) =>
      client.setMemberPrivileges({ params: paramsOf(member), body: { privileges: chosen } }),
    touches: [keys.teams],
  });
  const remove = useChange({
    perform: (member: Member) => client.removeMember({ params: paramsOf(member) }),
    touches: [keys.teams],
  });
  const handOn = useChange({
    perform: (member: Member) => client.setTeamOwner({ params: { id: team.id }, body: { userId: member.userId } }),
    touches: [keys.teams],
  });
  const isOwner = team.teamMembers.some((member) => member.isOwner && member.userId === team.userId);
  const isOwn = (member: Member) => member.userId === team.userId;
  const closedReason = team.closedAt === undefined ? undefined : t('problems.team-closed');
  const reasonFor = (member: Member) =>
    member.isOwner ? t('problems.owner-stays') : isOwn(member) ? closedReason : manageReason;
  return (
    <>
      <RecordList
        label={t('teams.members')}
        rows={team.teamMembers}
        rowKey={({ userId }) => userId}
        empty={null}
        columns={[
          {
            label: t('shared.name'),
            cell: (member) => (
              <Stack gap={0}>
                <Group gap={6}>
                  <bdi>{member.name}</bdi>
                  {member.isOwner && (
                    <Badge variant="light" radius="sm">
                      {t('teams.owner')}
                    </Badge>
                  )}
                </Group>
                <Text fz="xs" c="dimmed">
                  <bdi>{member.email}</bdi>
                </Text>
              </Stack>
            ),
          },
          {
            label: t('teams.mayDo'),
            cell: (member) =>
              privileges
                .filter((one) => member.privileges.includes(one))
                .map((one) => t(`teams.may-${one}`))
                .join(' · '),
          },
          { label: t('teams.since'), cell: ({ since }) => <Moment at={since} /> },
        ]}
        actions={(member) => (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            {isOwner && !member.isOwner && (
              <ConfirmButton
                title={t('teams.handOnQuestion', { name: member.name })}
                action={t('teams.handOn')}
                onConfirm={() => handOn.mutate(member)}
                trigger={(open) => (
                  <ReasonButton size="compact-sm" variant="default" disabledReason={closedReason} onClick={open}>
                    {t('teams.handOn')}
                  </ReasonButton>
                )}
              >
                {t('teams.handOnHelp')}
              </ConfirmButton>
            )}
            <ReasonButton
              size="compact-sm"
              variant="default"
              disabledReason={member.isOwner ? t('teams.ownerMayAll') : manageReason}
              onClick={() => setChanging(member)}
            >
              {t('teams.change')}
            </ReasonButton>
            <ConfirmButton
              title={isOwn(member) ? t('teams.leaveQuestion') : t('teams.removeQuestion', { name: member.name })}
              action={isOwn(member) ? t('teams.leave') : t('teams.remove')}
              onConfirm={() =>
                remove.mutate(member, {
                  onSuccess: () => {
                    if (isOwn(member)) void navigate({ to: pagePaths.teams });
                  },
                })
              }
              trigger={(open) => (
                <ReasonButton size="compact-sm" variant="default" disabledReason={reasonFor(member)} onClick={open}>
                  {isOwn(member) ? t('teams.leave') : t('teams.remove')}
                </ReasonButton>
              )}
            >
              {t('teams.removeHelp')}
            </ConfirmButton>
          </Group>
        )}
      />
      {changing !== undefined && (
        <PrivilegeDialog
          title={changing.name}
          action={t('teams.save')}
          start={changing.privileges}
          own={team.privileges}
          onClose={() => setChanging(undefined)}
          onChosen={(chosen) => change.mutate({ member: changing, chosen })}
        />
      )}
    </>
  );
}
