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
import type { WordKey, Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

export const bases = {
  'study-date': 'retention.studyDate',
  received: 'retention.received',
  'last-access': 'retention.lastAccess',
} as const satisfies Record<RetentionRule['basis'], WordKey>;

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
    done: t('retention.saved'),
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
        <TextInput
          label={t('shared.name')}
          data-autofocus
          maxLength={120}
          value={input.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t('retention.days')}
            min={1}
            max={36_500}
            allowDecimal={false}
            value={input.days}
            onChange={(value) => set({ days: Number(value) })}
          />
          <Select
            label={t('retention.countedFrom')}
            allowDeselect={false}
            value={input.basis}
            onChange={(value) => value !== null && set({ basis: value })}
            data={(Object.keys(bases) as RetentionRule['basis'][]).map((value) => ({ value, label: t(bases[value]) }))}
          />
        </SimpleGrid>
        <TagsInput
          label={t('retention.modalities')}
          description={t('retention.modalitiesNote')}
          value={[...input.modalities]}
          onChange={(values) => set({ modalities: values.map((value) => value.toUpperCase()) })}
        />
        <TagsInput
          label={t('retention.senders')}
          description={t('retention.sendersNote')}
          value={[...input.senders]}
          onChange={(senders) => set({ senders })}
        />
        <NumberInput
          label={t('retention.mostADay')}
          min={1}
          max={100_000}
          allowDecimal={false}
          value={input.maxPerRun}
          onChange={(value) => set({ maxPerRun: Number(value) })}
        />
        <Switch
          label={t('retention.onDaily')}
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
            {t('retention.whatWouldGo')}
          </ReasonButton>
          <ReasonButton type="submit" loading={save.isPending} disabledReason={reason}>
            {t('shared.save')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}

function Preview({ preview }: { readonly preview: RetentionPreview }) {
  const t = useWords();
  const formats = useFormats();
  const { studies, instances, lengthBytes, held, first } = preview;
  return (
    <Alert role="status" variant="light" color="gray" title={titleOf(t, preview)}>
      <Text fz="sm">
        {held > 0
          ? t('retention.imagesAndSizeHeld', { count: instances, size: formats.fileSize(lengthBytes), held })
          : t('retention.imagesAndSize', { count: instances, size: formats.fileSize(lengthBytes) })}
      </Text>
      {first.map((study) => (
        <Text key={study.studyId} fz="xs" c="dimmed" dir="auto">
          {[study.patientName.display || t('studies.noName'), study.studyDate, study.description]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </Text>
      ))}
      {studies > first.length && (
        <Text fz="xs" c="dimmed">
          {t('retention.more', { count: studies - first.length })}
        </Text>
      )}
    </Alert>
  );
}

function titleOf(t: Words, { studies }: RetentionPreview): string {
  if (studies === 0) return t('retention.nothingNow');
  return t('retention.wouldGo', { count: studies });
}

function reasonAgainst(t: Words, { name, days, maxPerRun }: RetentionRuleInput): string | undefined {
  if (name.trim() === '') return t('retention.enterName');
  if (!(days >= 1)) return t('retention.enterDays');
  return maxPerRun >= 1 ? undefined : t('retention.enterStudies');
}

function inputOf({ id, lastRunAt, lastRunStudies, ...input }: RetentionRule): RetentionRuleInput {
  return input;
}
