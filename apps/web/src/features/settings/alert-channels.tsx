/**
 * Over what alerts are told: which channels are on, what one that somebody began to set up still lacks, and a test of those
 * that are on.
 */

import type { ChannelSetting, ChannelTrial } from '@isocenter/contract/alerts';
import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useClient } from '../../api/client-context.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from './use-change.ts';

const names: Readonly<Record<ChannelSetting['channel'], string>> = { mail: 'Mail', webhook: 'Web hook' };

/** By the codes of the server; `docs/administration.md` has the same. */
const failures: Readonly<Record<string, string>> = {
  'address-not-allowed': 'The address is a private one, and alerts.webhookAllowPrivate is not set',
  'not-resolved': 'No name server knows the host',
  'not-reached': 'Nothing answers there',
  'tls-failed': 'The certificate is not believed, or there is no TLS',
  'sign-in-refused': 'mail.user or mail.password is wrong',
  refused: 'It was refused',
};

export function AlertChannels({ channels }: { readonly channels: readonly ChannelSetting[] }) {
  const client = useClient();
  const test = useChange({ perform: () => client.testAlerts(), touches: [] });
  return (
    <Stack gap="xs" mt="xl">
      <Title order={2} fz="md">
        Who is told
      </Title>
      {channels.map((setting) => (
        <Group key={setting.channel} gap="sm" align="flex-start">
          <Text fz="sm" w={80}>
            {names[setting.channel]}
          </Text>
          <ChannelState setting={setting} />
          <Result trial={test.data?.trials.find(({ channel }) => channel === setting.channel)} />
        </Group>
      ))}
      <div>
        <ReasonButton
          variant="default"
          size="sm"
          loading={test.isPending}
          disabledReason={channels.some(({ isOn }) => isOn) ? undefined : 'Neither mail nor web hook is on'}
          onClick={() => test.mutate(undefined)}
        >
          Send a test
        </ReasonButton>
      </div>
    </Stack>
  );
}

function Result({ trial }: { readonly trial: ChannelTrial | undefined }) {
  return (
    <Text fz="sm" role="status" {...(trial?.isDelivered === false && { fw: 600 })}>
      {trial === undefined ? '' : describeTrial(trial)}
    </Text>
  );
}

function describeTrial({ isDelivered, code = 'not-sent' }: ChannelTrial): string {
  if (isDelivered) return 'The test was delivered.';
  return `The test was not delivered. ${failures[code] ?? 'It was not sent'} (${code}).`;
}

function ChannelState({ setting: { isOn, set, missing } }: { readonly setting: ChannelSetting }) {
  if (isOn) {
    return (
      <Badge variant="light" color="teal" radius="sm">
        On
      </Badge>
    );
  }
  const isBegun = set.length > 0;
  return (
    <Group gap="sm">
      <Badge variant="light" color={isBegun ? 'orange' : 'gray'} radius="sm">
        Off
      </Badge>
      <Text fz="sm" {...(!isBegun && { c: 'dimmed' })}>
        {isBegun ? `${set.join(', ')} is set and ${missing.join(', ')} is not` : `${missing.join(' and ')} are not set`}
      </Text>
    </Group>
  );
}
