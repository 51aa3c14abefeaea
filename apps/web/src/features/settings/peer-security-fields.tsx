/** What an entry asks of its peer besides name and address: networks, TLS in both directions, limits. */

import type { PeerInput, PeerLimits, PeerTls } from '@isocenter/contract/peers';
import { NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import type { WordKey } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';

const tlsChoices: readonly { readonly value: PeerTls; readonly label: WordKey }[] = [
  { value: 'off', label: 'peers.withoutTls' },
  { value: 'authority', label: 'peers.withAuthority' },
  { value: 'fingerprint', label: 'peers.withFingerprint' },
];

const limitFields: readonly { readonly name: keyof PeerLimits; readonly label: WordKey; readonly max: number }[] = [
  { name: 'associations', label: 'peers.limitAssociations', max: 10_000 },
  { name: 'instancesPerSecond', label: 'peers.limitInstances', max: 1_000_000 },
  { name: 'megabytesPerSecond', label: 'peers.limitMegabytes', max: 100_000 },
  { name: 'idleSeconds', label: 'peers.limitIdle', max: 86_400 },
  { name: 'pduBytes', label: 'peers.limitPdu', max: 1_048_576 },
];

type Props = { readonly input: PeerInput; readonly set: (change: Partial<PeerInput>) => void };

export function PeerSecurityFields({ input, set }: Props) {
  const t = useWords();
  const { tls = 'off' } = input;
  return (
    <Stack>
      <Switch
        label={t('peers.onlyAddresses')}
        description={t('peers.onlyAddressesDetail')}
        checked={input.checkAddress}
        onChange={(event) => set({ checkAddress: event.currentTarget.checked })}
      />
      <TagsInput
        label={t('peers.alsoFrom')}
        description={t('peers.alsoFromDetail')}
        value={[...(input.networks ?? [])]}
        onChange={(networks) => set({ networks })}
        maxTags={100}
        splitChars={[',', ' ']}
      />
      <Switch
        label={t('peers.mustTls')}
        description={t('peers.mustTlsDetail')}
        checked={input.requireTls ?? false}
        onChange={(event) => set({ requireTls: event.currentTarget.checked })}
      />
      <Select
        label={t('peers.nodeCalls')}
        allowDeselect={false}
        data={tlsChoices.map(({ value, label }) => ({ value, label: t(label) }))}
        value={tls}
        onChange={(value) => set({ tls: tlsChoices.find((choice) => choice.value === value)?.value ?? 'off' })}
      />
      {tls === 'fingerprint' && (
        <TextInput
          label={t('peers.sha256')}
          description={t('peers.sha256Detail')}
          value={input.tlsFingerprint ?? ''}
          onChange={(event) =>
            set({ tlsFingerprint: event.currentTarget.value.replaceAll(/[:\s]/g, '').toLowerCase() })
          }
        />
      )}
    </Stack>
  );
}

export function PeerLimitFields({ input, set }: Props) {
  const t = useWords();
  const { limits = {} } = input;
  const setLimit = (name: keyof PeerLimits, value: number | undefined) => {
    const { [name]: _, ...others } = limits;
    set({ limits: value === undefined ? others : { ...others, [name]: value } });
  };
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {limitFields.map(({ name, label, max }) => (
        <NumberInput
          key={name}
          label={t(label)}
          placeholder={t('peers.noLimit')}
          min={name === 'pduBytes' ? 4096 : 1}
          max={max}
          allowDecimal={false}
          hideControls
          value={limits[name] ?? ''}
          onChange={(value) => setLimit(name, typeof value === 'number' ? value : undefined)}
        />
      ))}
    </SimpleGrid>
  );
}
