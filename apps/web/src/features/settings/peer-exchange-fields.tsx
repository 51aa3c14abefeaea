/** How this node asks a peer and sends to it, beyond what every peer understands. */

import type { PeerInput, PeerProposal } from '@isocenter/contract/peers';
import { Checkbox, NumberInput, Stack, Switch } from '@mantine/core';

const proposals: readonly { readonly value: PeerProposal; readonly label: string }[] = [
  { value: 'relational', label: 'Relational queries: fewer questions, each over several levels' },
  { value: 'combinedDateTime', label: 'Dates and times as one range' },
  { value: 'fuzzyNames', label: 'Names that sound alike' },
  { value: 'timezone', label: 'Time zones' },
];

type Props = { readonly input: PeerInput; readonly set: (change: Partial<PeerInput>) => void };

export function PeerExchangeFields({ input, set }: Props) {
  return (
    <Stack>
      <NumberInput
        label="Associations for one C-MOVE"
        description="At a time, to send it what is moved there; a peer that takes fewer is sent all over those"
        min={1}
        max={16}
        allowDecimal={false}
        hideControls
        value={input.moveAssociations ?? 1}
        onChange={(value) => set({ moveAssociations: typeof value === 'number' ? value : 1 })}
      />
      <Switch
        label="Confirm by storage commitment"
        description="What is delivered counts as sent once it has committed to it; it has to know this node’s host and port"
        checked={input.confirmByCommitment ?? false}
        onChange={(event) => set({ confirmByCommitment: event.currentTarget.checked })}
      />
      {input.confirmByCommitment === true && (
        <NumberInput
          label="Minutes until it is asked again"
          description="For as long its report is waited for; the third time without one makes a dead letter"
          min={1}
          max={10_080}
          allowDecimal={false}
          hideControls
          value={input.commitmentMinutes ?? 60}
          onChange={(value) => set({ commitmentMinutes: typeof value === 'number' ? value : 60 })}
        />
      )}
      <Checkbox.Group
        label="This node proposes to it"
        description="What the peer does not agree to is done without"
        value={[...(input.proposes ?? [])]}
        onChange={(chosen) =>
          set({ proposes: proposals.map((proposal) => proposal.value).filter((one) => chosen.includes(one)) })
        }
      >
        <Stack mt={6} gap="xs">
          {proposals.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Stack>
  );
}
