/**
 * Over what alerts are told: which channels are on, what one that somebody began to set up still lacks, and a test of those
 * that are on.
 */

import type { ChannelSetting, ChannelTrial } from '@isocenter/contract/alerts';
import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useClient } from '../../api/client-context.tsx';
import type { WordKey, Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from './use-change.ts';

/** By the codes of the server; `docs/administration.md` has the same. */
const failures: Readonly<Record<string, WordKey>> = {
  'address-not-allowed': 'alerts.addressNotAllowed',
  'not-resolved': 'alerts.notResolved',
  'not-reached': 'alerts.notReached',
  'tls-failed': 'alerts.tlsFailed',
  'sign-in-refused': 'alerts.signInRefused',
  refused: 'alerts.refused',
};

export function AlertChannels({ channels }: { readonly channels: readonly ChannelSetting[] }) {
  const t = useWords();
  const client = useClient();
  const test = useChange({ perform: () => client.testAlerts(), touches: [] });
  return (
    <Stack gap="xs" mt="xl">
      <Title order={2} fz="md">
        {t('alerts.whoIsTold')}
      </Title>
      {channels.map((setting) => (
        <Group key={setting.channel} gap="sm" align="flex-start">
          <Text fz="sm" w={80}>
            {t(`alerts.${setting.channel}`)}
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
          disabledReason={channels.some(({ isOn }) => isOn) ? undefined : t('alerts.neitherOn')}
          onClick={() => test.mutate(undefined)}
        >
          {t('alerts.sendTest')}
        </ReasonButton>
      </div>
    </Stack>
  );
}

function Result({ trial }: { readonly trial: ChannelTrial | undefined }) {
  const t = useWords();
  return (
    <Text fz="sm" role="status" {...(trial?.isDelivered === false && { fw: 600 })}>
      {trial === undefined ? '' : describeTrial(t, trial)}
    </Text>
  );
}

function describeTrial(t: Words, { isDelivered, code = 'not-sent' }: ChannelTrial): string {
  if (isDelivered) return t('alerts.delivered');
  return t('alerts.notDelivered', { why: t(failures[code] ?? 'alerts.notSent'), code });
}

function ChannelState({ setting: { isOn, set, missing } }: { readonly setting: ChannelSetting }) {
  const t = useWords();
  const formats = useFormats();
  if (isOn) {
    return (
      <Badge variant="light" color="teal" radius="sm">
        {t('shared.on')}
      </Badge>
    );
  }
  const isBegun = set.length > 0;
  return (
    <Group gap="sm">
      <Badge variant="light" color={isBegun ? 'orange' : 'gray'} radius="sm">
        {t('shared.off')}
      </Badge>
      <Text fz="sm" {...(!isBegun && { c: 'dimmed' })}>
        {isBegun
          ? t('alerts.setAndMissing', { set: formats.list(set), missing: formats.list(missing) })
          : t('alerts.areNotSet', { missing: formats.list(missing) })}
      </Text>
    </Group>
  );
}
