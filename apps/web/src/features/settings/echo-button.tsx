/** Asks a peer whether it is there, and says what it answered. */

import type { Peer, PeerTestResult } from '@isocenter/contract/peers';
import { Button, Tooltip } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useClient } from '../../api/client-context.tsx';
import { useChange } from './use-change.ts';

export function EchoButton({ peer }: { readonly peer: Peer }) {
  const client = useClient();
  const echo = useChange({ perform: () => client.echoPeer({ params: { id: peer.id } }), touches: [] });
  const answer = echo.data;
  const isFine = answer?.kind === 'answered' && answer.status === 0;
  return (
    <Tooltip label={answer === undefined ? 'C-ECHO' : describeEcho(answer)} multiline maw={300}>
      <Button
        variant="default"
        size="compact-sm"
        loading={echo.isPending}
        {...(answer === undefined
          ? {}
          : {
              leftSection: isFine ? (
                <IconCheck size={14} color="var(--iso-success)" />
              ) : (
                <IconX size={14} color="var(--mantine-color-red-6)" />
              ),
            })}
        onClick={() => echo.mutate(undefined)}
        aria-label={`Test ${peer.name}${answer === undefined ? '' : `: ${describeEcho(answer)}`}`}
      >
        {answer === undefined ? 'Test' : isFine ? `${Math.round(answer.durationMs)} ms` : 'Failed'}
      </Button>
    </Tooltip>
  );
}

function describeEcho(result: PeerTestResult): string {
  if (result.kind === 'failed') return `${result.message} (${result.code})`;
  if (result.status === 0) return `Answered in ${Math.round(result.durationMs)} ms`;
  return `Answered with status ${result.status.toString(16).toUpperCase().padStart(4, '0')}H`;
}
