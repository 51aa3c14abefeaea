/** Writes how an archive is copied from: what is asked for, when, how hard, and whether it is mirrored. */

import type { Peer } from '@isocenter/contract/peers';
import type { MirrorSettings, Source, SourceInput } from '@isocenter/contract/sources';
import { Group, NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, peersQuery } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { draftOf, inputOf, newMirror, newSource, reasonAgainst, type SourceDraft } from './source-draft.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];

type FormProps = { readonly source: Source | undefined; readonly onSaved: () => void };

export function SourceForm({ source, onSaved }: FormProps) {
  const t = useWords();
  const client = useClient();
  const peers = useQuery(peersQuery(client));
  const [input, setInput] = useState<SourceDraft>(() => (source === undefined ? newSource : draftOf(source)));
  const set = (changes: Partial<SourceDraft>) => setInput({ ...input, ...changes });
  const body = inputOf(input);
  const save = useChange({
    perform: () =>
      source === undefined ? client.createSource({ body }) : client.updateSource({ params: { id: source.id }, body }),
    touches: [keys.sources],
    done: t('sources.saved'),
    quiet: true,
  });
  const reason = reasonAgainst(t, input);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) save.mutate(undefined, { onSuccess: onSaved });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {save.isError && <ProblemAlert {...describeProblem(t, save.error)} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('shared.name')}
            data-autofocus
            maxLength={120}
            value={input.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Select
            label={t('sources.archive')}
            placeholder={t('sources.aPeer')}
            allowDeselect={false}
            value={input.peerId === '' ? null : input.peerId}
            onChange={(peerId) => peerId !== null && set({ peerId })}
            data={(peers.data?.peers ?? []).map((peer) => optionOf(t, peer))}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t('sources.everyMinutes')}
            min={1}
            max={10_080}
            allowDecimal={false}
            value={input.everyMinutes}
            onChange={(value) => set({ everyMinutes: Number(value) })}
          />
          <NumberInput
            label={t('sources.daysBack')}
            description={t('sources.daysBackDetail')}
            inputWrapperOrder={['label', 'input', 'description']}
            min={0}
            max={3650}
            allowDecimal={false}
            value={input.lookBackDays}
            onChange={(value) => set({ lookBackDays: Number(value) })}
          />
          <NumberInput
            label={t('sources.atATime')}
            min={1}
            max={16}
            allowDecimal={false}
            value={input.maxConcurrent}
            onChange={(value) => set({ maxConcurrent: Number(value) })}
          />
          <NumberInput
            label={t('sources.anHour')}
            placeholder={t('sources.noLimit')}
            min={1}
            max={100_000}
            allowDecimal={false}
            value={input.studiesPerHour ?? ''}
            onChange={(value) => set({ studiesPerHour: value === '' ? undefined : Number(value) })}
          />
        </SimpleGrid>
        <Hours hours={input.hours} onChange={(hours) => set({ hours })} />
        <TagsInput
          label={t('sources.modalities')}
          description={t('sources.modalitiesNote')}
          value={[...input.modalities]}
          onChange={(values) => set({ modalities: values.map((value) => value.toUpperCase()) })}
        />
        <TagsInput
          label={t('sources.furtherKeys')}
          description={t('sources.furtherKeysNote')}
          value={[...input.lines]}
          onChange={(lines) => set({ lines })}
        />
        <NumberInput
          label={t('sources.answers')}
          description={t('sources.answersNote')}
          min={1}
          max={20_000}
          allowDecimal={false}
          value={input.answerLimit}
          onChange={(value) => set({ answerLimit: Number(value) })}
        />
        <Switch
          label={t('sources.mirror')}
          description={t('sources.mirrorNote')}
          checked={input.mirror !== undefined}
          onChange={(event) => set({ mirror: event.currentTarget.checked ? newMirror : undefined })}
        />
        {input.mirror !== undefined && <Mirror mirror={input.mirror} onChange={(mirror) => set({ mirror })} />}
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={save.isPending} disabledReason={reason}>
            {t('shared.save')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}

function optionOf(t: Words, { id, name, aeTitle, answers = [] }: Peer) {
  const isArchive = answers.includes('find') && (answers.includes('get') || answers.includes('move'));
  const label = `${name} (${aeTitle})`;
  return { value: id, label: isArchive ? label : t('sources.optionUnfit', { label }), disabled: !isArchive };
}

type HoursProps = { readonly hours: SourceInput['hours']; readonly onChange: (hours: SourceInput['hours']) => void };

/** Windows that a program made, several or of some days, stay as they are until the times are touched. */
function Hours({ hours, onChange }: HoursProps) {
  const t = useWords();
  const [window] = hours;
  const setTimes = (times: { readonly from?: string; readonly to?: string }) =>
    onChange([{ days: everyDay, from: window?.from ?? '20:00', to: window?.to ?? '06:00', ...times }]);
  return (
    <>
      <Switch
        label={t('sources.certainHours')}
        description={t('sources.zoneOfNode')}
        checked={window !== undefined}
        onChange={(event) => (event.currentTarget.checked ? setTimes({}) : onChange([]))}
      />
      {window !== undefined && (
        <Group grow>
          <TextInput
            type="time"
            label={t('sources.from')}
            required
            value={window.from}
            onChange={(event) => setTimes({ from: event.target.value })}
          />
          <TextInput
            type="time"
            label={t('sources.to')}
            required
            value={window.to}
            onChange={(event) => setTimes({ to: event.target.value })}
          />
        </Group>
      )}
    </>
  );
}

type MirrorProps = { readonly mirror: MirrorSettings; readonly onChange: (mirror: MirrorSettings) => void };

function Mirror({ mirror, onChange }: MirrorProps) {
  const t = useWords();
  const { since, ...rest } = mirror;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Select
          label={t('sources.beginningWith')}
          allowDeselect={false}
          value={mirror.order}
          onChange={(order) => order !== null && onChange({ ...mirror, order })}
          data={[
            { value: 'newest', label: t('sources.newest') },
            { value: 'oldest', label: t('sources.oldest') },
          ]}
        />
        <DayInput
          label={t('sources.backTo')}
          value={since ?? ''}
          onChange={(day) => onChange(day === '' ? rest : { ...rest, since: day })}
        />
        <NumberInput
          label={t('sources.compareEvery')}
          min={1}
          max={365}
          allowDecimal={false}
          value={mirror.compareEveryDays}
          onChange={(value) => onChange({ ...mirror, compareEveryDays: Number(value) })}
        />
      </SimpleGrid>
      <Switch
        label={t('sources.sendBack')}
        description={t('sources.sendBackNote')}
        checked={mirror.sendBack}
        onChange={(event) => onChange({ ...mirror, sendBack: event.currentTarget.checked })}
      />
    </>
  );
}
