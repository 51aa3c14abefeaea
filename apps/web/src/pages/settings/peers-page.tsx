/** DICOM peers: who may send here and what is reached from here. */

import type { Peer } from '@isocenter/contract/peers';
import { ActionIcon, Badge, Group, Modal, Stack, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, peersQuery } from '../../api/queries.ts';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { DangerNotice } from '../../features/settings/danger-notice.tsx';
import { PeerForm } from '../../features/settings/peer-form.tsx';
import { PeerTests } from '../../features/settings/peer-tests.tsx';
import { PeerTrafficCell } from '../../features/settings/peer-traffic.tsx';
import { securityOf } from '../../features/settings/peer-words.ts';
import { useChange } from '../../features/settings/use-change.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columns: readonly RecordColumn<Peer>[] = [
  {
    label: 'Name',
    cell: (peer) => (
      <Tooltip label={peer.note} disabled={peer.note === ''} multiline maw={300}>
        <span>
          {peer.name}{' '}
          {!peer.enabled && (
            <Badge variant="light" color="gray" radius="sm" size="sm">
              Off
            </Badge>
          )}
        </span>
      </Tooltip>
    ),
  },
  {
    label: 'AE title',
    cell: (peer) => (
      <Text span className="mono" style={{ whiteSpace: 'nowrap' }}>
        {peer.aeTitle}
      </Text>
    ),
  },
  {
    label: 'Address',
    cell: (peer) => {
      const security = securityOf(peer);
      return (
        <>
          {`${peer.host}:${peer.port}`}{' '}
          {security !== undefined && (
            <Badge variant="light" color="teal" radius="sm" size="sm">
              {security}
            </Badge>
          )}
          {!peer.checkAddress && (
            <Badge variant="light" color="yellow" radius="sm" size="sm">
              Any address
            </Badge>
          )}
        </>
      );
    },
  },
  { label: 'May', cell: (peer) => (peer.verbs.length === 0 ? 'nothing' : peer.verbs.join(', ')) },
  { label: 'Traffic', cell: ({ traffic }) => <PeerTrafficCell traffic={traffic} /> },
];

export function PeersPage() {
  usePageTitle('Peers');
  const isAdmin = useIsAdmin();
  const [edited, setEdited] = useState<Peer | 'new'>();
  return (
    <PageFrame
      title="Peers"
      description="Scanners, archives and workstations. Callers that are not in this list are refused."
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : 'Only administrators add peers'}
          onClick={() => setEdited('new')}
        >
          Add a peer
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Stack gap="lg">
          <DangerNotice />
          <Peers onEdit={setEdited} />
        </Stack>
      </AdminOnly>
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === 'new' ? 'Add a peer' : 'Change the peer'}
        size="lg"
      >
        {edited !== undefined && (
          <PeerForm peer={edited === 'new' ? undefined : edited} onSaved={() => setEdited(undefined)} />
        )}
      </Modal>
    </PageFrame>
  );
}

function Peers({ onEdit }: { readonly onEdit: (peer: Peer) => void }) {
  const t = useWords();
  const client = useClient();
  const peers = useQuery(peersQuery(client));
  const remove = useChange({
    perform: (id: string) => client.deletePeer({ params: { id } }),
    touches: [keys.peers, keys.dangers],
    done: 'The peer has been removed.',
  });
  if (peers.isError) return <ProblemAlert {...describeProblem(t, peers.error)} onRetry={() => void peers.refetch()} />;
  return (
    <RecordList
      label="Peers"
      columns={columns}
      rows={peers.data?.peers}
      rowKey={(peer) => peer.id}
      empty="There are no peers yet. Until then only callers on this machine can send."
      actions={(peer) => (
        <Group gap={6} wrap="nowrap" justify="flex-end">
          <PeerTests peer={peer} />
          <ActionIcon variant="default" size={26} aria-label={`Change ${peer.name}`} onClick={() => onEdit(peer)}>
            <IconPencil size={15} />
          </ActionIcon>
          <ConfirmButton
            title={`Remove ${peer.name}?`}
            action="Remove"
            onConfirm={() => remove.mutate(peer.id)}
            trigger={(open) => (
              <ActionIcon variant="default" size={26} aria-label={`Remove ${peer.name}`} onClick={open}>
                <IconTrash size={15} />
              </ActionIcon>
            )}
          >
            It can no longer send to this node, and this node no longer to it. Studies stay.
          </ConfirmButton>
        </Group>
      )}
    />
  );
}
