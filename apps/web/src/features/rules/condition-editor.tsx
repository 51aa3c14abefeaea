/** A group of conditions, with groups inside: all, any or none of them must hold. */

import { ActionIcon, Autocomplete, Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type Draft, type GroupDraft, newTest, type Operator, type TestDraft } from './condition-draft.ts';
import classes from './rules.module.css';
import { suggestedFields } from './suggested-fields.ts';

const modes = [
  { value: 'all', label: 'All of these' },
  { value: 'any', label: 'Any of these' },
  { value: 'none', label: 'None of these' },
] as const;

const operators: readonly { readonly value: Operator; readonly label: string }[] = [
  { value: 'equals', label: 'is' },
  { value: 'in', label: 'is one of' },
  { value: 'matches', label: 'matches' },
  { value: 'range', label: 'lies between' },
  { value: 'exists', label: 'is there' },
  { value: 'missing', label: 'is not there' },
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
  const replace = (at: number, part: Draft) => onChange({ ...group, parts: group.parts.with(at, part) });
  const remove = (at: number) => onChange({ ...group, parts: group.parts.toSpliced(at, 1) });
  const add = (part: Draft) => onChange({ ...group, parts: [...group.parts, part] });
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{depth === 1 ? 'Conditions' : 'Group of conditions'}</legend>
      <Group gap="xs" wrap="nowrap" mb="xs">
        <Select
          aria-label="How the conditions are combined"
          size="xs"
          w={140}
          allowDeselect={false}
          data={[...modes]}
          value={group.mode}
          onChange={(value) => onChange({ ...group, mode: modes.find((mode) => mode.value === value)?.value ?? 'all' })}
        />
        {onRemove !== undefined && <RemoveButton label="Remove the group" onClick={onRemove} />}
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
          Condition
        </Button>
        {depth < maxDepth && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={13} />}
            onClick={() => add({ kind: 'group', mode: 'any', parts: [newTest] })}
          >
            Group
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
  const set = (change: Partial<TestDraft>) => onChange({ ...test, ...change });
  const hasValue = test.operator !== 'exists' && test.operator !== 'missing';
  return (
    <div className={classes.test}>
      <Autocomplete
        aria-label="Field"
        placeholder="Field, such as Modality"
        size="xs"
        className={classes.field}
        data={suggestedFields.map(({ group, items }) => ({ group, items: [...items] }))}
        maxDropdownHeight={260}
        value={test.field}
        onChange={(field) => set({ field })}
      />
      <Select
        aria-label="Test"
        size="xs"
        className={classes.operator}
        allowDeselect={false}
        data={[...operators]}
        value={test.operator}
        onChange={(value) => set({ operator: operators.find((one) => one.value === value)?.value ?? 'equals' })}
      />
      {test.operator === 'range' && (
        <Group gap={6} wrap="nowrap" className={classes.value}>
          <TextInput
            aria-label="From"
            placeholder="from"
            size="xs"
            value={test.from}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
          <TextInput
            aria-label="To"
            placeholder="to"
            size="xs"
            value={test.to}
            onChange={(event) => set({ to: event.currentTarget.value })}
          />
        </Group>
      )}
      {hasValue && test.operator !== 'range' && (
        <TextInput
          aria-label="Value"
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
            label="every value"
            checked={test.each}
            onChange={(event) => set({ each: event.currentTarget.checked })}
          />
        )}
        <RemoveButton label="Remove the condition" onClick={onRemove} />
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
