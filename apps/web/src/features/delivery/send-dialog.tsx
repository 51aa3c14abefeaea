/** "Send to…": puts the study into the outgoing queue. */

import { Button, Group, Modal, NativeSelect, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { deidProjectsQuery, destinationsQuery, keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useIsAdmin } from '../session/use-session.ts';
import { useChange } from '../settings/use-change.ts';
import { AnchorLink } from '../shell/links.tsx';

export type SendDialogProps = { readonly studyId: string; readonly opened: boolean; readonly onClose: () => void };

export function SendDialog({ studyId, opened, onClose }: SendDialogProps) {
  const t = useWords();
  return (
    <Modal opened={opened} onClose={onClose} title={t('queue.sendThis')} size="sm">
      <SendForm studyId={studyId} onClose={onClose} />
    </Modal>
  );
}

function SendForm({ studyId, onClose }: { readonly studyId: string; readonly onClose: () => void }) {
  const t = useWords();
  const client = useClient();
  const destinations = useQuery(destinationsQuery(client));
  const [destinationId, setDestinationId] = useState('');
  const [isUrgent, setUrgent] = useState(false);
  const isAdmin = useIsAdmin();
  const projects = useQuery({ ...deidProjectsQuery(client), enabled: isAdmin }).data?.projects ?? [];
  const [projectId, setProjectId] = useState('');
  const send = useChange({
    perform: (id: string) =>
      client.createDelivery({
        body: {
          ...{ studyId, destinationId: id, priority: isUrgent ? 'high' : 'medium' },
          ...(projectId !== '' && { deidProjectId: projectId }),
        },
      }),
    touches: [keys.deliveries, keys.destinations],
    done: t('queue.inQueue'),
    quiet: true,
  });
  if (destinations.isError) {
    return <ProblemAlert {...describeProblem(t, destinations.error)} onRetry={() => void destinations.refetch()} />;
  }
  const known = destinations.data?.destinations.filter(({ enabled }) => enabled) ?? [];
  const chosen = known.find(({ id }) => id === destinationId);
  const missing = known.length === 0 ? t('queue.noPeerToSend') : undefined;
  return (
    <Stack gap="md">
      <NativeSelect
        label={t('queue.destination')}
        data={[
          { value: '', label: missing === undefined ? t('queue.choosePeer') : t('queue.noPeers') },
          ...known.map(({ id, name, aeTitle }) => ({ value: id, label: `${name} (${aeTitle})` })),
        ]}
        value={destinationId}
        onChange={(event) => setDestinationId(event.currentTarget.value)}
        data-autofocus
      />
      {chosen?.pausedAt !== undefined && <Text fz="sm">{t('queue.pausedNote')}</Text>}
      {chosen?.failing !== undefined && <Text fz="sm">{t('queue.awayNote')}</Text>}
      {projects.length > 0 && (
        <NativeSelect
          label={t('rules.deidentifiedBy')}
          description={projectId === '' ? undefined : t('rules.deidentifiedNote')}
          data={[
            { value: '', label: t('rules.asItIs') },
            ...projects.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={projectId}
          onChange={(event) => setProjectId(event.currentTarget.value)}
        />
      )}
      <Switch
        label={t('queue.urgentNote')}
        checked={isUrgent}
        onChange={(event) => setUrgent(event.currentTarget.checked)}
      />
      {send.isError && <ProblemAlert {...describeProblem(t, send.error)} />}
      <Group justify="space-between">
        <AnchorLink to={pagePaths.queue} fz="sm">
          {t('queue.seeQueue')}
        </AnchorLink>
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('shared.cancel')}
          </Button>
          <ReasonButton
            loading={send.isPending}
            disabledReason={missing ?? (destinationId === '' ? t('queue.chooseFirst') : undefined)}
            onClick={() => send.mutate(destinationId, { onSuccess: onClose })}
          >
            {t('queue.send')}
          </ReasonButton>
        </Group>
      </Group>
    </Stack>
  );
}
