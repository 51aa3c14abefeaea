/** Writes a retention rule, and says what it would do before it does anything. */

import type { RetentionPreview, RetentionRule, RetentionRuleInput } from '@isocenter/contract/retention';
import {
  Alert,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { formatFileSize } from '../../ui/file-size.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

export const bases: Readonly<Record<RetentionRule['basis'], string>> = {
  'study-date': 'the study date',
  received: 'the last arrival',
  'last-access': 'the last look at it',
};

const newRule: RetentionRuleInput = {
  name: '',
  enabled: false,
  basis: 'study-date',
  days: 3650,
  modalities: [],
  senders: [],
  maxPerRun: 100,
};

type FormProps = { readonly rule: RetentionRule | undefined; readonly onSaved: () => void };

export function RetentionForm({ rule, onSaved }: FormProps) {
  const t = useWords();
  const client = useClient();
  const [input, setInput] = useState<RetentionRuleInput>(() => (rule === undefined ? newRule : inputOf(rule)));
  const set = (changes: Partial<RetentionRuleInput>) => {
    setInput({ ...input, ...changes });
    preview.reset();
  };
  const preview = useChange({
    perform: () => client.previewRetentionRule({ body: input }),
    touches: [],
    quiet: true,
  });
  const save = useChange({
    perform: () =>
      rule === undefined
        ? client.createRetentionRule({ body: input })
        : client.updateRetentionRule({ params: { id: rule.id }, body: input }),
    touches: [keys.retention],
    done: 'The rule is saved.',
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
        <TextInput
          label="Name"
          data-autofocus
          maxLength={120}
          value={input.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label="Days"
            min={1}
            max={36_500}
            allowDecimal={false}
            value={input.days}
            onChange={(value) => set({ days: Number(value) })}
          />
          <Select
            label="Counted from"
            allowDeselect={false}
            value={input.basis}
            onChange={(value) => value !== null && set({ basis: value })}
            data={(Object.keys(bases) as RetentionRule['basis'][]).map((value) => ({ value, label: bases[value] }))}
          />
        </SimpleGrid>
        <TagsInput
          label="Modalities"
          description="All modalities of a study must be among them. None: any."
          value={[...input.modalities]}
          onChange={(values) => set({ modalities: values.map((value) => value.toUpperCase()) })}
        />
        <TagsInput
          label="Senders"
          description="AE titles, stow, import. Everything of a study must come from one of them. None: anybody."
          value={[...input.senders]}
          onChange={(senders) => set({ senders })}
        />
        <NumberInput
          label="Studies a day at most"
          min={1}
          max={100_000}
          allowDecimal={false}
          value={input.maxPerRun}
          onChange={(value) => set({ maxPerRun: Number(value) })}
        />
        <Switch
          label="On: applied once a day"
          checked={input.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        {preview.isError && <ProblemAlert {...describeProblem(t, preview.error)} />}
        {preview.data !== undefined && <Preview preview={preview.data} />}
        <Group justify="flex-end" gap="xs">
          <ReasonButton
            variant="default"
            loading={preview.isPending}
            disabledReason={reason}
            onClick={() => preview.mutate(undefined)}
          >
            What would go?
          </ReasonButton>
          <ReasonButton type="submit" loading={save.isPending} disabledReason={reason}>
            Save
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}

function Preview({ preview }: { readonly preview: RetentionPreview }) {
  const { studies, instances, lengthBytes, held, first } = preview;
  return (
    <Alert role="status" variant="light" color="gray" title={titleOf(preview)}>
      <Text fz="sm">
        {instances.toLocaleString()} images, {formatFileSize(lengthBytes)}
        {held > 0 && `; ${held.toLocaleString()} more stay because of a legal hold`}.
      </Text>
      {first.map((study) => (
        <Text key={study.studyId} fz="xs" c="dimmed">
          {[study.patientName.display || 'No name', study.studyDate, study.description]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </Text>
      ))}
      {studies > first.length && (
        <Text fz="xs" c="dimmed">
          and {(studies - first.length).toLocaleString()} more
        </Text>
      )}
    </Alert>
  );
}

function titleOf({ studies }: RetentionPreview): string {
  if (studies === 0) return 'Nothing would go now';
  return studies === 1 ? 'One study would go' : `${studies.toLocaleString()} studies would go`;
}

function reasonAgainst({ name, days, maxPerRun }: RetentionRuleInput): string | undefined {
  if (name.trim() === '') return 'Enter a name';
  if (!(days >= 1)) return 'Enter how many days';
  return maxPerRun >= 1 ? undefined : 'Enter how many studies a day';
}

function inputOf({ id, lastRunAt, lastRunStudies, ...input }: RetentionRule): RetentionRuleInput {
  return input;
}
