/** A group of conditions, with groups inside: all, any or none of them must hold. */

import { ActionIcon, Autocomplete, Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { WordKey } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Draft, type GroupDraft, newTest, type Operator, type TestDraft } from './condition-draft.ts';
import classes from './rules.module.css';
import { suggestedFields } from './suggested-fields.ts';

const modes = [
  { value: 'all', label: 'rules.allOfThese' },
  { value: 'any', label: 'rules.anyOfThese' },
  { value: 'none', label: 'rules.noneOfThese' },
] as const;

const operators: readonly { readonly value: Operator; readonly label: WordKey }[] = [
  { value: 'equals', label: 'rules.is' },
  { value: 'in', label: 'rules.oneOf' },
  { value: 'matches', label: 'rules.matches' },
  { value: 'range', label: 'rules.liesBetween' },
  { value: 'exists', label: 'rules.present' },
  { value: 'missing', label: 'rules.missing' },
];

/** Deeper than this nobody reads; the node takes eight. */
const maxDepth = 4;

type GroupProps = {
  readonly group: GroupDraft;
  readonly onChange: (group: GroupDraft) => void;
  readonly onRemove?: () => void;
  readonly depth?: number;
};

export function ConditionEditor({ group, onChange, onRemove, depth = 1 }: GroupProps) {
  const t = useWords();
  const replace = (at: number, part: Draft) => onChange({ ...group, parts: group.parts.with(at, part) });
  const remove = (at: number) => onChange({ ...group, parts: group.parts.toSpliced(at, 1) });
  const add = (part: Draft) => onChange({ ...group, parts: [...group.parts, part] });
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{depth === 1 ? t('rules.conditions') : t('rules.groupOf')}</legend>
      <Group gap="xs" wrap="nowrap" mb="xs">
        <Select
          aria-label={t('rules.combined')}
          size="xs"
          w={140}
          allowDeselect={false}
          data={modes.map(({ value, label }) => ({ value, label: t(label) }))}
          value={group.mode}
          onChange={(value) => onChange({ ...group, mode: modes.find((mode) => mode.value === value)?.value ?? 'all' })}
        />
        {onRemove !== undefined && <RemoveButton label={t('rules.removeGroup')} onClick={onRemove} />}
      </Group>
      <Stack gap="xs">
        {group.parts.map((part, at) =>
          part.kind === 'group' ? (
            <ConditionEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: what is edited has no identity but its place
              key={at}
              group={part}
              depth={depth + 1}
              onChange={(next) => replace(at, next)}
              onRemove={() => remove(at)}
            />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: what is edited has no identity but its place
            <TestEditor key={at} test={part} onChange={(next) => replace(at, next)} onRemove={() => remove(at)} />
          ),
        )}
      </Stack>
      <Group gap="xs" mt="xs">
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={() => add(newTest)}>
          {t('rules.condition')}
        </Button>
        {depth < maxDepth && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={13} />}
            onClick={() => add({ kind: 'group', mode: 'any', parts: [newTest] })}
          >
            {t('rules.group')}
          </Button>
        )}
      </Group>
    </fieldset>
  );
}

type TestProps = {
  readonly test: TestDraft;
  readonly onChange: (test: TestDraft) => void;
  readonly onRemove: () => void;
};

function TestEditor({ test, onChange, onRemove }: TestProps) {
  const t = useWords();
  const set = (change: Partial<TestDraft>) => onChange({ ...test, ...change });
  const hasValue = test.operator !== 'exists' && test.operator !== 'missing';
  return (
    <div className={classes.test}>
      <Autocomplete
        aria-label={t('rules.field')}
        placeholder={t('rules.fieldExample')}
        size="xs"
        className={classes.field}
        data={suggestedFields.map(({ group, items }) => ({ group: t(group), items: [...items] }))}
        maxDropdownHeight={260}
        value={test.field}
        onChange={(field) => set({ field })}
      />
      <Select
        aria-label={t('rules.test')}
        size="xs"
        className={classes.operator}
        allowDeselect={false}
        data={operators.map(({ value, label }) => ({ value, label: t(label) }))}
        value={test.operator}
        onChange={(value) => set({ operator: operators.find((one) => one.value === value)?.value ?? 'equals' })}
      />
      {test.operator === 'range' && (
        <Group gap={6} wrap="nowrap" className={classes.value}>
          <TextInput
            aria-label={t('rules.from')}
            placeholder={t('rules.fromPlaceholder')}
            size="xs"
            value={test.from}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('rules.to')}
            placeholder={t('rules.toPlaceholder')}
            size="xs"
            value={test.to}
            onChange={(event) => set({ to: event.currentTarget.value })}
          />
        </Group>
      )}
      {hasValue && test.operator !== 'range' && (
        <TextInput
          aria-label={t('rules.value')}
          placeholder={hints[test.operator]}
          size="xs"
          className={classes.value}
          value={test.text}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
      )}
      <Group gap={6} wrap="nowrap">
        {hasValue && (
          <Checkbox
            size="xs"
            label={t('rules.everyValue')}
            checked={test.each}
            onChange={(event) => set({ each: event.currentTarget.checked })}
          />
        )}
        <RemoveButton label={t('rules.removeCondition')} onClick={onRemove} />
      </Group>
    </div>
  );
}

const hints: Readonly<Partial<Record<Operator, string>>> = {
  equals: 'CT',
  in: 'CT, MR',
  matches: '*chest*',
};

function RemoveButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size={26} aria-label={label} onClick={onClick}>
      <IconTrash size={14} />
    </ActionIcon>
  );
}
