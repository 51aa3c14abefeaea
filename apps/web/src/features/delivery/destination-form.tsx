/** How a destination is sent to: associations, pace, hours, patience. */

import type { Destination, DestinationSettings } from '@isocenter/contract/deliveries';
import { Button, Group, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useChange } from '../settings/use-change.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const bytesOfMegabyte = 1_000_000;

export function DestinationForm({ destination, onSaved }: { destination: Destination; onSaved: () => void }) {
  const t = useWords();
  const { settings } = destination;
  const client = useClient();
  const [maxAssociations, setMaxAssociations] = useState<number | string>(settings.maxAssociations);
  const [instances, setInstances] = useState<number | string>(settings.instancesPerSecond ?? '');
  const [megabytes, setMegabytes] = useState<number | string>((settings.bytesPerSecond ?? 0) / bytesOfMegabyte || '');
  const [giveUpHours, setGiveUpHours] = useState<number | string>(settings.giveUpHours);
  const [window] = settings.sendingHours;
  const [isLimited, setLimited] = useState(window !== undefined);
  const [from, setFrom] = useState(window?.from ?? '20:00');
  const [to, setTo] = useState(window?.to ?? '06:00');
  const save = useChange({
    perform: (body: DestinationSettings) => client.updateDestination({ params: { id: destination.id }, body }),
    touches: [keys.destinations, keys.deliveries],
    done: t('queue.limitsSaved'),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    // Windows that were made by a program, several or of some days, stay as they are where the times were not touched.
    const isUntouched = window !== undefined && from === window.from && to === window.to;
    const own = isUntouched ? settings.sendingHours : [{ days: everyDay, from, to }];
    const body: DestinationSettings = {
      maxAssociations: Number(maxAssociations),
      giveUpHours: Number(giveUpHours),
      sendingHours: isLimited ? own : [],
      ...(Number(instances) > 0 && { instancesPerSecond: Number(instances) }),
      ...(Number(megabytes) > 0 && { bytesPerSecond: Math.round(Number(megabytes) * bytesOfMegabyte) }),
    };
    save.mutate(body, { onSuccess: onSaved });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <NumberInput
          label={t('queue.associations')}
          description={t('queue.atATime')}
          min={1}
          max={16}
          clampBehavior="strict"
          required
          value={maxAssociations}
          onChange={setMaxAssociations}
        />
        <NumberInput
          label={t('queue.imagesASecond')}
          description={t('queue.asManyAsItTakes')}
          min={1}
          max={100_000}
          value={instances}
          onChange={setInstances}
        />
        <NumberInput
          label={t('queue.megabytesASecond')}
          description={t('queue.asManyAsLine')}
          min={0.01}
          max={10_000}
          decimalScale={2}
          value={megabytes}
          onChange={setMegabytes}
        />
        <Switch
          label={t('queue.certainHours')}
          description={t('queue.zoneOfNode')}
          checked={isLimited}
          onChange={(event) => setLimited(event.currentTarget.checked)}
        />
        {isLimited && (
          <Group grow>
            <TextInput
              type="time"
              label={t('queue.from')}
              required
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
            <TextInput
              type="time"
              label={t('queue.to')}
              required
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          </Group>
        )}
        <NumberInput
          label={t('queue.patience')}
          description={t('queue.patienceDetail')}
          min={1}
          max={8760}
          clampBehavior="strict"
          required
          value={giveUpHours}
          onChange={setGiveUpHours}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t('shared.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
