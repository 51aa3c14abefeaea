/** Writes how an archive is copied from: what is asked for, when, how hard, and whether it is mirrored. */

import type { Peer } from '@isocenter/contract/peers';
import type { MirrorSettings, Source, SourceInput } from '@isocenter/contract/sources';
import { Group, NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, peersQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
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
    done: 'The source is saved.',
    quiet: true,
  });
  const reason = reasonAgainst(input);
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
            label="Name"
            data-autofocus
            maxLength={120}
            value={input.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Select
            label="Archive"
            placeholder="A peer"
            allowDeselect={false}
            value={input.peerId === '' ? null : input.peerId}
            onChange={(peerId) => peerId !== null && set({ peerId })}
            data={(peers.data?.peers ?? []).map(optionOf)}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label="Ask every … minutes"
            min={1}
            max={10_080}
            allowDecimal={false}
            value={input.everyMinutes}
            onChange={(value) => set({ everyMinutes: Number(value) })}
          />
          <NumberInput
            label="Days back"
            description="Before the last look: what reaches the archive late"
            inputWrapperOrder={['label', 'input', 'description']}
            min={0}
            max={3650}
            allowDecimal={false}
            value={input.lookBackDays}
            onChange={(value) => set({ lookBackDays: Number(value) })}
          />
          <NumberInput
            label="Studies at a time"
            min={1}
            max={16}
            allowDecimal={false}
            value={input.maxConcurrent}
            onChange={(value) => set({ maxConcurrent: Number(value) })}
          />
          <NumberInput
            label="Studies an hour"
            placeholder="No limit"
            min={1}
            max={100_000}
            allowDecimal={false}
            value={input.studiesPerHour ?? ''}
            onChange={(value) => set({ studiesPerHour: value === '' ? undefined : Number(value) })}
          />
        </SimpleGrid>
        <Hours hours={input.hours} onChange={(hours) => set({ hours })} />
        <TagsInput
          label="Modalities"
          description="Studies with one of them. None: any."
          value={[...input.modalities]}
          onChange={(values) => set({ modalities: values.map((value) => value.toUpperCase()) })}
        />
        <TagsInput
          label="Further keys"
          description="Such as InstitutionName=Hospital, as the archive matches them"
          value={[...input.lines]}
          onChange={(lines) => set({ lines })}
        />
        <NumberInput
          label="Answers to one question"
          description="From so many on it is asked again in parts. The archive’s own limit"
          min={1}
          max={20_000}
          allowDecimal={false}
          value={input.answerLimit}
          onChange={(value) => set({ answerLimit: Number(value) })}
        />
        <Switch
          label="Mirror"
          description="Copy everything, compare it regularly, and go on serving it while the archive is down"
          checked={input.mirror !== undefined}
          onChange={(event) => set({ mirror: event.currentTarget.checked ? newMirror : undefined })}
        />
        {input.mirror !== undefined && <Mirror mirror={input.mirror} onChange={(mirror) => set({ mirror })} />}
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={save.isPending} disabledReason={reason}>
            Save
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}

function optionOf({ id, name, aeTitle, answers = [] }: Peer) {
  const isArchive = answers.includes('find') && (answers.includes('get') || answers.includes('move'));
  const label = `${name} (${aeTitle})${isArchive ? '' : ': answers no C-FIND, or neither C-GET nor C-MOVE'}`;
  return { value: id, label, disabled: !isArchive };
}

type HoursProps = { readonly hours: SourceInput['hours']; readonly onChange: (hours: SourceInput['hours']) => void };

/** Windows that a program made, several or of some days, stay as they are until the times are touched. */
function Hours({ hours, onChange }: HoursProps) {
  const [window] = hours;
  const setTimes = (times: { readonly from?: string; readonly to?: string }) =>
    onChange([{ days: everyDay, from: window?.from ?? '20:00', to: window?.to ?? '06:00', ...times }]);
  return (
    <>
      <Switch
        label="Only at certain hours"
        description="In the time zone of the node"
        checked={window !== undefined}
        onChange={(event) => (event.currentTarget.checked ? setTimes({}) : onChange([]))}
      />
      {window !== undefined && (
        <Group grow>
          <TextInput
            type="time"
            label="From"
            required
            value={window.from}
            onChange={(event) => setTimes({ from: event.target.value })}
          />
          <TextInput
            type="time"
            label="To"
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
  const { since, ...rest } = mirror;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Select
          label="Beginning with"
          allowDeselect={false}
          value={mirror.order}
          onChange={(order) => order !== null && onChange({ ...mirror, order })}
          data={[
            { value: 'newest', label: 'the newest studies' },
            { value: 'oldest', label: 'the oldest studies' },
          ]}
        />
        <TextInput
          type="date"
          label="Back to"
          value={since ?? ''}
          onChange={({ currentTarget: { value } }) => onChange(value === '' ? rest : { ...rest, since: value })}
        />
        <NumberInput
          label="Compare every … days"
          min={1}
          max={365}
          allowDecimal={false}
          value={mirror.compareEveryDays}
          onChange={(value) => onChange({ ...mirror, compareEveryDays: Number(value) })}
        />
      </SimpleGrid>
      <Switch
        label="Send back"
        description="What reached this node and is not in the archive"
        checked={mirror.sendBack}
        onChange={(event) => onChange({ ...mirror, sendBack: event.currentTarget.checked })}
      />
    </>
  );
}
