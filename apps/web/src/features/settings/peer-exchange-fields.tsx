/** How this node asks a peer and sends to it, beyond what every peer understands. */

import type { PeerInput, PeerProposal } from '@isocenter/contract/peers';
import { Checkbox, NumberInput, Stack, Switch } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';

const proposals: readonly PeerProposal[] = ['relational', 'combinedDateTime', 'fuzzyNames', 'timezone'];

type Props = { readonly input: PeerInput; readonly set: (change: Partial<PeerInput>) => void };

export function PeerExchangeFields({ input, set }: Props) {
  const t = useWords();
  return (
    <Stack>
      <NumberInput
        label={t('peers.moveAssociations')}
        description={t('peers.moveAssociationsDetail')}
        min={1}
        max={16}
        allowDecimal={false}
        hideControls
        value={input.moveAssociations ?? 1}
        onChange={(value) => set({ moveAssociations: typeof value === 'number' ? value : 1 })}
      />
      <Switch
        label={t('peers.confirm')}
        description={t('peers.confirmDetail')}
        checked={input.confirmByCommitment ?? false}
        onChange={(event) => set({ confirmByCommitment: event.currentTarget.checked })}
      />
      {input.confirmByCommitment === true && (
        <NumberInput
          label={t('peers.minutesAgain')}
          description={t('peers.minutesAgainDetail')}
          min={1}
          max={10_080}
          allowDecimal={false}
          hideControls
          value={input.commitmentMinutes ?? 60}
          onChange={(value) => set({ commitmentMinutes: typeof value === 'number' ? value : 60 })}
        />
      )}
      <Checkbox.Group
        label={t('peers.proposes')}
        description={t('peers.proposesDetail')}
        value={[...(input.proposes ?? [])]}
        onChange={(chosen) => set({ proposes: proposals.filter((one) => chosen.includes(one)) })}
      >
        <Stack mt={6} gap="xs">
          {proposals.map((value) => (
            <Checkbox key={value} value={value} label={t(`peers.${value}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Stack>
  );
}
