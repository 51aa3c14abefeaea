/** Adds or changes a rule: when, on what, and what is done; below it, the dry run of what stands in the form. */

import type { Rule } from '@isocenter/contract/rules';
import {
  Checkbox,
  Divider,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { deidProjectsQuery, keys, peersQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { ConditionEditor } from './condition-editor.tsx';
import {
  checkRule,
  newPrefetch,
  newRule,
  type PrefetchDraft,
  type RuleDraft,
  toDefinition,
  toRuleDraft,
} from './rule-draft.ts';
import { RuleProblems } from './rule-problems.tsx';
import { RuleTrialPanel } from './rule-trial-panel.tsx';

export function RuleForm({ rule, onSaved }: { readonly rule: Rule | undefined; readonly onSaved: () => void }) {
  const t = useWords();
  const client = useClient();
  const [draft, setDraft] = useState<RuleDraft>(() => (rule === undefined ? newRule : toRuleDraft(rule)));
  const set = (change: Partial<RuleDraft>) => setDraft((now) => ({ ...now, ...change }));
  const save = useChange({
    perform: () => {
      const body = toDefinition(draft);
      return rule === undefined
        ? client.createRule({ body })
        : client.updateRule({ params: { id: rule.id }, body: { ...body, version: rule.version } });
    },
    touches: [keys.rules],
    done: rule === undefined ? t('rules.added') : t('rules.changed'),
    quiet: true,
  });
  const reason = checkRule(t, draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) save.mutate(undefined, { onSuccess: onSaved });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {save.isError && <RuleProblems error={save.error} />}
        <TextInput
          label={t('shared.name')}
          data-autofocus
          maxLength={120}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Group justify="space-between" align="flex-end">
          <Stack gap={4}>
            <Text fz="sm" fw={500} id="rule-trigger">
              {t('rules.appliedTo')}
            </Text>
            <SegmentedControl
              aria-labelledby="rule-trigger"
              size="xs"
              data={[
                { value: 'study', label: t('rules.settledStudies') },
                { value: 'series', label: t('rules.settledSeries') },
              ]}
              value={draft.trigger}
              onChange={(value) => set({ trigger: value === 'series' ? 'series' : 'study' })}
            />
          </Stack>
          <Switch
            label={t('shared.on')}
            checked={draft.enabled}
            onChange={(event) => set({ enabled: event.currentTarget.checked })}
          />
        </Group>
        <ConditionEditor group={draft.when} onChange={(when) => set({ when })} />
        <Actions draft={draft} onChange={set} />
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={save.isPending} disabledReason={reason}>
            {rule === undefined ? t('rules.addButton') : t('shared.save')}
          </ReasonButton>
        </Group>
        <Divider label={t('rules.tryIt')} labelPosition="left" />
        <RuleTrialPanel rule={reason === undefined ? toDefinition(draft) : undefined} reason={reason} />
      </Stack>
    </form>
  );
}

type ActionsProps = { readonly draft: RuleDraft; readonly onChange: (change: Partial<RuleDraft>) => void };

function Actions({ draft, onChange }: ActionsProps) {
  const t = useWords();
  const peers = useQuery(peersQuery(useClient())).data?.peers ?? [];
  const projects = useQuery(deidProjectsQuery(useClient())).data?.projects ?? [];
  // One that was chosen stays to be seen, whatever became of it.
  const chosen = draft.deidentifiedBy === undefined ? [] : [draft.deidentifiedBy];
  const projectNames = [...new Set([...projects.map(({ name }) => name), ...chosen])];
  const archives = peers.filter(({ answers = [] }) => answers.includes('find') && answers.length > 1);
  const aeTitles = [...new Set([...peers.map((peer) => peer.aeTitle), ...draft.send])];
  return (
    <Stack gap="sm">
      <Checkbox.Group
        label={t('rules.sendTo')}
        description={aeTitles.length === 0 ? t('rules.addPeerFirst') : undefined}
        value={[...draft.send]}
        onChange={(send) => onChange({ send })}
      >
        <Group mt={6} gap="md">
          {aeTitles.map((aeTitle) => (
            <Checkbox key={aeTitle} value={aeTitle} label={<span className="mono">{aeTitle}</span>} />
          ))}
        </Group>
      </Checkbox.Group>
      {draft.send.length > 0 && (
        <Stack gap={4}>
          <Text fz="sm" fw={500} id="rule-priority">
            {t('rules.priority')}
          </Text>
          <SegmentedControl
            aria-labelledby="rule-priority"
            size="xs"
            style={{ alignSelf: 'flex-start' }}
            data={[
              { value: 'high', label: t('rules.high') },
              { value: 'medium', label: t('rules.medium') },
              { value: 'low', label: t('rules.low') },
            ]}
            value={draft.priority}
            onChange={(priority) => onChange({ priority })}
          />
        </Stack>
      )}
      {draft.send.length > 0 && projectNames.length > 0 && (
        <Select
          label={t('rules.deidentifiedBy')}
          description={t('rules.deidentifiedNote')}
          placeholder={t('rules.asItIs')}
          clearable
          data={projectNames}
          value={draft.deidentifiedBy ?? null}
          onChange={(name) => onChange({ deidentifiedBy: name ?? undefined })}
        />
      )}
      <TextInput
        label={t('rules.labelStudy')}
        placeholder={t('rules.labelExample')}
        description={t('rules.labelNote')}
        value={draft.labels}
        onChange={(event) => onChange({ labels: event.currentTarget.value })}
      />
      <Checkbox
        label={t('rules.fetchEarlier')}
        checked={draft.prefetch !== undefined}
        onChange={(event) => onChange({ prefetch: event.currentTarget.checked ? newPrefetch : undefined })}
      />
      {draft.prefetch !== undefined && (
        <Prefetch
          prefetch={draft.prefetch}
          archives={archives.map((peer) => peer.aeTitle)}
          onChange={(prefetch) => onChange({ prefetch })}
        />
      )}
      <Checkbox
        label={t('rules.toTrash')}
        checked={draft.drop}
        onChange={(event) => onChange({ drop: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('rules.stop')}
        checked={draft.stop || draft.drop}
        disabled={draft.drop}
        onChange={(event) => onChange({ stop: event.currentTarget.checked })}
      />
    </Stack>
  );
}

type PrefetchProps = {
  readonly prefetch: PrefetchDraft;
  readonly archives: readonly string[];
  readonly onChange: (prefetch: PrefetchDraft) => void;
};

function Prefetch({ prefetch, archives, onChange }: PrefetchProps) {
  const t = useWords();
  const set = (change: Partial<PrefetchDraft>) => onChange({ ...prefetch, ...change });
  return (
    <Stack gap="xs" ps={28}>
      <Select
        label={t('rules.from')}
        size="xs"
        placeholder={t('rules.anArchive')}
        description={archives.length === 0 ? t('rules.noArchive') : undefined}
        data={[...new Set([...archives, prefetch.from])].filter((aeTitle) => aeTitle !== '')}
        value={prefetch.from === '' ? null : prefetch.from}
        onChange={(from) => set({ from: from ?? '' })}
      />
      <Group gap="md">
        <NumberInput
          label={t('rules.atMost')}
          size="xs"
          w={90}
          min={1}
          max={50}
          allowDecimal={false}
          value={prefetch.maximum}
          onChange={(value) => set({ maximum: Math.min(50, Math.max(1, Number(value) || 1)) })}
        />
        <NumberInput
          label={t('rules.lastYears')}
          size="xs"
          w={130}
          min={1}
          max={100}
          allowDecimal={false}
          placeholder={t('rules.allYears')}
          value={prefetch.withinYears ?? ''}
          onChange={(value) => set({ withinYears: Number(value) > 0 ? Math.min(100, Number(value)) : undefined })}
        />
      </Group>
      <Checkbox
        size="xs"
        label={t('rules.sameModality')}
        checked={prefetch.sameModality}
        onChange={(event) => set({ sameModality: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label={t('rules.sameBodyPart')}
        checked={prefetch.sameBodyPart}
        onChange={(event) => set({ sameBodyPart: event.currentTarget.checked })}
      />
    </Stack>
  );
}
