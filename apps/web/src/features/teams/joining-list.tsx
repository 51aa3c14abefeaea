/** Who is about to join: requests wait for a member, invitations for the person. */

import type { TeamDetail, TeamJoining } from '@isocenter/contract/care-teams';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { PrivilegeDialog } from './privilege-dialog.tsx';

const colors: Readonly<Record<TeamJoining['state'], string>> = { asked: 'orange', invited: 'blue', confirmed: 'teal' };

export function JoiningList({ team }: { readonly team: TeamDetail }) {
  const t = useWords();
  const client = useClient();
  const [admitting, setAdmitting] = useState<TeamJoining>();
  const paramsOf = ({ id }: TeamJoining) => ({ id: team.id, joiningId: id });
  const admit = useChange({
    perform: ({ joining, chosen }: { readonly joining: TeamJoining; readonly chosen: TeamJoining['privileges'] }) =>
      client.admitToTeam({ params: paramsOf(joining), body: { privileges: chosen } }),
    touches: [keys.teams],
    done: t('teams.admitted'),
  });
  const resend = useChange({
    perform: (joining: TeamJoining) => client.resendInvitation({ params: paramsOf(joining) }),
    touches: [keys.teams],
    done: t('teams.resent'),
  });
  const end = useChange({
    perform: (joining: TeamJoining) => client.endJoining({ params: paramsOf(joining) }),
    touches: [keys.teams],
  });
  return (
    <>
      <RecordList
        label={t('teams.aboutToJoin')}
        rows={team.joinings}
        rowKey={({ id }) => id}
        empty={null}
        columns={[
          {
            label: t('shared.name'),
            cell: ({ name, email }) => (
              <Stack gap={0} align="flex-start">
                <bdi>{name}</bdi>
                <Text fz="xs" c="dimmed">
                  <bdi>{email}</bdi>
                </Text>
              </Stack>
            ),
          },
          {
            label: t('shared.status'),
            cell: ({ state, note }) => (
              <Stack gap={4} align="flex-start">
                <Badge variant="light" radius="sm" color={colors[state]}>
                  {t(`teams.state-${state}`)}
                </Badge>
                {note !== '' && (
                  <Text fz="sm" dir="auto">
                    {note}
                  </Text>
                )}
              </Stack>
            ),
          },
          { label: t('teams.until'), cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
        ]}
        actions={(joining) => (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            {joining.state === 'asked' ? (
              <Button size="compact-sm" onClick={() => setAdmitting(joining)}>
                {t('teams.admit')}
              </Button>
            ) : (
              <Button size="compact-sm" variant="default" onClick={() => resend.mutate(joining)}>
                {t('teams.resend')}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => end.mutate(joining)}>
              {joining.state === 'asked' ? t('teams.decline') : t('teams.withdraw')}
            </Button>
          </Group>
        )}
      />
      {admitting !== undefined && (
        <PrivilegeDialog
          title={t('teams.admitName', { name: admitting.name })}
          action={t('teams.admit')}
          start={['view', 'see-identity', 'upload'].flatMap((one) => team.privileges.filter((own) => own === one))}
          own={team.privileges}
          onClose={() => setAdmitting(undefined)}
          onChosen={(chosen) => admit.mutate({ joining: admitting, chosen })}
        />
      )}
    </>
  );
}
