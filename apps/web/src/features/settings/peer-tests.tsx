/** Tries a peer with one click each: echo, search, and a test picture, which is sent only after a question. */

import type { Peer, PeerTestResult } from '@isocenter/contract/peers';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { describeTest, isFine, type PeerTestKind } from './peer-words.ts';
import { useChange } from './use-change.ts';

const labels = { echo: 'peers.testEcho', find: 'peers.testFind', store: 'peers.testStore' } as const;

export function PeerTests({ peer }: { readonly peer: Peer }) {
  const t = useWords();
  const client = useClient();
  const params = { id: peer.id };
  const store = useTest('store', peer, () => client.testPeerStore({ params }));
  return (
    <Group gap={4} wrap="nowrap">
      <TestButton kind="echo" peer={peer} test={useTest('echo', peer, () => client.echoPeer({ params }))} />
      <TestButton kind="find" peer={peer} test={useTest('find', peer, () => client.testPeerFind({ params }))} />
      <ConfirmButton
        title={t('peers.sendPicture', { name: peer.name })}
        action={t('peers.sendIt')}
        onConfirm={() => store.run()}
        trigger={(open) => <TestButton kind="store" peer={peer} test={{ ...store, run: open }} />}
      >
        {t('peers.sendPictureDetail')}
      </ConfirmButton>
    </Group>
  );
}

type Test = { readonly run: () => void; readonly isPending: boolean; readonly result: PeerTestResult | undefined };

function useTest(kind: PeerTestKind, peer: Peer, perform: () => Promise<PeerTestResult>): Test {
  const t = useWords();
  const change = useChange<undefined, PeerTestResult>({ perform, touches: [keys.peers] });
  const run = () =>
    change.mutate(undefined, {
      onSuccess: (result) =>
        notifications.show({
          title: `${t(labels[kind])}: ${peer.name}`,
          message: describeTest(t, kind, result),
          color: isFine(result) ? 'teal' : 'red',
          autoClose: isFine(result) ? 5000 : 15000,
        }),
    });
  return { run, isPending: change.isPending, result: change.data };
}

function TestButton({ kind, peer, test }: { readonly kind: PeerTestKind; readonly peer: Peer; readonly test: Test }) {
  const t = useWords();
  const { result } = test;
  const icon =
    result === undefined ? undefined : isFine(result) ? (
      <IconCheck size={13} color="var(--iso-success)" />
    ) : (
      <IconX size={13} color="var(--mantine-color-red-6)" />
    );
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={test.isPending}
      onClick={() => test.run()}
      aria-label={`${t(labels[kind])} ${peer.name}${result === undefined ? '' : `: ${describeTest(t, kind, result)}`}`}
      {...(icon !== undefined && { leftSection: icon })}
    >
      {t(labels[kind])}
    </Button>
  );
}
