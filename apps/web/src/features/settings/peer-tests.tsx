/** Tries a peer with one click each: echo, search, and a test picture, which is sent only after a question. */

import type { Peer, PeerTestResult } from '@isocenter/contract/peers';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { describeTest, isFine, type PeerTestKind } from './peer-words.ts';
import { useChange } from './use-change.ts';

const labels: Readonly<Record<PeerTestKind, string>> = { echo: 'Echo', find: 'Find', store: 'Store' };

export function PeerTests({ peer }: { readonly peer: Peer }) {
  const client = useClient();
  const params = { id: peer.id };
  const store = useTest('store', peer, () => client.testPeerStore({ params }));
  return (
    <Group gap={4} wrap="nowrap">
      <TestButton kind="echo" peer={peer} test={useTest('echo', peer, () => client.echoPeer({ params }))} />
      <TestButton kind="find" peer={peer} test={useTest('find', peer, () => client.testPeerFind({ params }))} />
      <ConfirmButton
        title={`Send a test picture to ${peer.name}?`}
        action="Send it"
        onConfirm={() => store.run()}
        trigger={(open) => <TestButton kind="store" peer={peer} test={{ ...store, run: open }} />}
      >
        A picture of 32 × 32 pixels of the patient “TEST^ISOCENTER CONNECTION” (ISOCENTER-TEST). It stays there until
        somebody deletes it.
      </ConfirmButton>
    </Group>
  );
}

type Test = { readonly run: () => void; readonly isPending: boolean; readonly result: PeerTestResult | undefined };

function useTest(kind: PeerTestKind, peer: Peer, perform: () => Promise<PeerTestResult>): Test {
  const change = useChange<undefined, PeerTestResult>({ perform, touches: [keys.peers] });
  const run = () =>
    change.mutate(undefined, {
      onSuccess: (result) =>
        notifications.show({
          title: `${labels[kind]}: ${peer.name}`,
          message: describeTest(kind, result),
          color: isFine(result) ? 'teal' : 'red',
          autoClose: isFine(result) ? 5000 : 15000,
        }),
    });
  return { run, isPending: change.isPending, result: change.data };
}

function TestButton({ kind, peer, test }: { readonly kind: PeerTestKind; readonly peer: Peer; readonly test: Test }) {
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
      aria-label={`${labels[kind]} ${peer.name}${result === undefined ? '' : `: ${describeTest(kind, result)}`}`}
      {...(icon !== undefined && { leftSection: icon })}
    >
      {labels[kind]}
    </Button>
  );
}
