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
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columnsOf = (t: Words): readonly RecordColumn<Peer>[] => [
  {
    label: t('shared.name'),
    cell: (peer) => (
      <Tooltip label={peer.note} disabled={peer.note === ''} multiline maw={300}>
        <span>
          <bdi>{peer.name}</bdi>{' '}
          {!peer.enabled && (
            <Badge variant="light" color="gray" radius="sm" size="sm">
              {t('shared.off')}
            </Badge>
          )}
        </span>
      </Tooltip>
    ),
  },
  {
    label: t('peers.aeTitle'),
    cell: (peer) => (
      <Text span className="mono" style={{ whiteSpace: 'nowrap' }}>
        {peer.aeTitle}
      </Text>
    ),
  },
  {
    label: t('peers.address'),
    cell: (peer) => {
      const security = securityOf(t, peer);
      return (
        <>
          <bdi>{`${peer.host}:${peer.port}`}</bdi>{' '}
          {security !== undefined && (
            <Badge variant="light" color="teal" radius="sm" size="sm">
              {security}
            </Badge>
          )}
          {!peer.checkAddress && (
            <Badge variant="light" color="yellow" radius="sm" size="sm">
              {t('peers.anyAddress')}
            </Badge>
          )}
        </>
      );
    },
  },
  { label: t('peers.may'), cell: (peer) => (peer.verbs.length === 0 ? t('peers.nothing') : peer.verbs.join(', ')) },
  { label: t('peers.traffic'), cell: ({ traffic }) => <PeerTrafficCell traffic={traffic} /> },
];

export function PeersPage() {
  const t = useWords();
  usePageTitle(t('peers.title'));
  const isAdmin = useIsAdmin();
  const [edited, setEdited] = useState<Peer | 'new'>();
  return (
    <PageFrame
      title={t('peers.title')}
      description={t('peers.description')}
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : t('peers.onlyAdministrators')}
          onClick={() => setEdited('new')}
        >
          {t('peers.add')}
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
        title={edited === 'new' ? t('peers.add') : t('peers.change')}
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
    done: t('peers.removed'),
  });
  if (peers.isError) return <ProblemAlert {...describeProblem(t, peers.error)} onRetry={() => void peers.refetch()} />;
  return (
    <RecordList
      label={t('peers.title')}
      columns={columnsOf(t)}
      rows={peers.data?.peers}
      rowKey={(peer) => peer.id}
      empty={t('peers.none')}
      actions={(peer) => (
        <Group gap={6} wrap="nowrap" justify="flex-end">
          <PeerTests peer={peer} />
          <ActionIcon
            variant="default"
            size={26}
            aria-label={t('peers.changeName', { name: peer.name })}
            onClick={() => onEdit(peer)}
          >
            <IconPencil size={15} />
          </ActionIcon>
          <ConfirmButton
            title={t('peers.removeNameQuestion', { name: peer.name })}
            action={t('peers.remove')}
            onConfirm={() => remove.mutate(peer.id)}
            trigger={(open) => (
              <ActionIcon
                variant="default"
                size={26}
                aria-label={t('peers.removeName', { name: peer.name })}
                onClick={open}
              >
                <IconTrash size={15} />
              </ActionIcon>
            )}
          >
            {t('peers.removeDetail')}
          </ConfirmButton>
        </Group>
      )}
    />
  );
}
