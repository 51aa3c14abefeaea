/** What an entry asks of its peer besides name and address: networks, TLS in both directions, limits. */

import type { PeerInput, PeerLimits, PeerTls } from '@isocenter/contract/peers';
import { NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput, TextInput } from '@mantine/core';

const tlsChoices: readonly { readonly value: PeerTls; readonly label: string }[] = [
  { value: 'off', label: 'Without TLS' },
  { value: 'authority', label: 'With TLS: a certificate of our authority for this host' },
  { value: 'fingerprint', label: 'With TLS: one certificate only' },
];

const limitFields: readonly { readonly name: keyof PeerLimits; readonly label: string; readonly max: number }[] = [
  { name: 'associations', label: 'Associations at a time', max: 10_000 },
  { name: 'instancesPerSecond', label: 'Objects a second', max: 1_000_000 },
  { name: 'megabytesPerSecond', label: 'Megabytes a second', max: 100_000 },
  { name: 'idleSeconds', label: 'Idle time, seconds', max: 86_400 },
  { name: 'pduBytes', label: 'Longest PDU, bytes', max: 1_048_576 },
];

type Props = { readonly input: PeerInput; readonly set: (change: Partial<PeerInput>) => void };

export function PeerSecurityFields({ input, set }: Props) {
  const { tls = 'off' } = input;
  return (
    <Stack>
      <Switch
        label="Only from its addresses"
        description="Refuse the AE title when it calls from elsewhere than the host and the networks"
        checked={input.checkAddress}
        onChange={(event) => set({ checkAddress: event.currentTarget.checked })}
      />
      <TagsInput
        label="It also calls from"
        description="IP addresses and networks such as 10.1.0.0/16; Enter after each"
        value={[...(input.networks ?? [])]}
        onChange={(networks) => set({ networks })}
        maxTags={100}
        splitChars={[',', ' ']}
      />
      <Switch
        label="It must use TLS"
        description="Refuse it in clear text"
        checked={input.requireTls ?? false}
        onChange={(event) => set({ requireTls: event.currentTarget.checked })}
      />
      <Select
        label="This node calls it"
        allowDeselect={false}
        data={[...tlsChoices]}
        value={tls}
        onChange={(value) => set({ tls: tlsChoices.find((choice) => choice.value === value)?.value ?? 'off' })}
      />
      {tls === 'fingerprint' && (
        <TextInput
          label="SHA-256 of its certificate"
          description="64 hexadecimal digits, colons or not"
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
          label={label}
          placeholder="No limit of its own"
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
