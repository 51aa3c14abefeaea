/** "Send to…": puts the study into the outgoing queue. */

import { ActionIcon, Button, Group, Modal, NativeSelect, Stack, Switch, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { destinationsQuery, keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { AnchorLink } from '../shell/links.tsx';

export function SendButton({ studyId }: { readonly studyId: string }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Tooltip label="Send to…">
        <ActionIcon variant="subtle" color="gray" size={40} aria-label="Send to…" onClick={dialog.open}>
          <IconSend size={20} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={opened} onClose={dialog.close} title="Send this study" size="sm">
        <SendForm studyId={studyId} onClose={dialog.close} />
      </Modal>
    </>
  );
}

function SendForm({ studyId, onClose }: { readonly studyId: string; readonly onClose: () => void }) {
  const t = useWords();
  const client = useClient();
  const destinations = useQuery(destinationsQuery(client));
  const [destinationId, setDestinationId] = useState('');
  const [isUrgent, setUrgent] = useState(false);
  const send = useChange({
    perform: (id: string) =>
      client.createDelivery({ body: { studyId, destinationId: id, priority: isUrgent ? 'high' : 'medium' } }),
    touches: [keys.deliveries, keys.destinations],
    done: 'The study is in the queue.',
    quiet: true,
  });
  if (destinations.isError) {
    return <ProblemAlert {...describeProblem(t, destinations.error)} onRetry={() => void destinations.refetch()} />;
  }
  const known = destinations.data?.destinations.filter(({ enabled }) => enabled) ?? [];
  const chosen = known.find(({ id }) => id === destinationId);
  const missing =
    known.length === 0 ? 'There is no peer to send to: administrators add them in the settings' : undefined;
  return (
    <Stack gap="md">
      <NativeSelect
        label="Destination"
        data={[
          { value: '', label: missing === undefined ? 'Choose a peer' : 'There are no peers' },
          ...known.map(({ id, name, aeTitle }) => ({ value: id, label: `${name} (${aeTitle})` })),
        ]}
        value={destinationId}
        onChange={(event) => setDestinationId(event.currentTarget.value)}
        data-autofocus
      />
      {chosen?.pausedAt !== undefined && (
        <Text fz="sm">This destination is paused; the study waits until it is resumed.</Text>
      )}
      {chosen?.failing !== undefined && (
        <Text fz="sm">This destination cannot be reached at the moment; the study waits until it can.</Text>
      )}
      <Switch
        label="Urgent: before what waits already"
        checked={isUrgent}
        onChange={(event) => setUrgent(event.currentTarget.checked)}
      />
      {send.isError && <ProblemAlert {...describeProblem(t, send.error)} />}
      <Group justify="space-between">
        <AnchorLink to={pagePaths.queue} fz="sm">
          See the queue
        </AnchorLink>
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonButton
            loading={send.isPending}
            disabledReason={missing ?? (destinationId === '' ? 'Choose a destination first' : undefined)}
            onClick={() => send.mutate(destinationId, { onSuccess: onClose })}
          >
            Send
          </ReasonButton>
        </Group>
      </Group>
    </Stack>
  );
}
