/** What of the audit trail is shown: who, about whom, what, with which outcome, from where, when. */

import { auditActions } from '@isocenter/contract/audit-actions';
import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { AuditFilter } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { type AuditDays, toMoments } from '../settings/audit-days.ts';
import classes from './audit-filters.module.css';
import { listActions } from './event-words.ts';

const typingMs = 250;

export type AuditFiltersProps = {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
};

export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const t = useWords();
  const { locale } = useFormats();
  const [days, setDays] = useState<AuditDays>({});
  const set = (change: Partial<Record<keyof AuditFilter, string | undefined>>) =>
    onChange(withoutEmpty({ ...filter, ...change }));
  const setDay = (change: AuditDays) => {
    const next = { ...days, ...change };
    setDays(next);
    set({ from: undefined, to: undefined, ...toMoments(next) });
  };
  return (
    <div className={classes.filters}>
      <TypedFilter label={t('audit.whoFilter')} onChange={(who) => set({ who })} />
      <TypedFilter label={t('audit.aboutFilter')} onChange={(about) => set({ about })} />
      <Select
        label={t('audit.action')}
        placeholder={t('audit.everyAction')}
        searchable
        clearable
        value={filter.action ?? null}
        onChange={(value) => set({ action: value ?? undefined })}
        data={listActions(t, locale)}
        limit={auditActions.length}
      />
      <Select
        label={t('audit.outcome')}
        value={filter.outcome ?? 'all'}
        onChange={(value) => set({ outcome: value === null || value === 'all' ? undefined : value })}
        allowDeselect={false}
        data={[
          { value: 'all', label: t('audit.everyOutcome') },
          { value: 'denied', label: t('audit.denied') },
          { value: 'failure', label: t('audit.failures') },
          { value: 'success', label: t('audit.successes') },
        ]}
      />
      <TypedFilter label={t('audit.addressFilter')} onChange={(address) => set({ address })} />
      <DayInput label={t('audit.firstDay')} value={days.first ?? ''} onChange={(first) => setDay({ first })} />
      <DayInput label={t('audit.lastDay')} value={days.last ?? ''} onChange={(last) => setDay({ last })} />
    </div>
  );
}

/** Asks for what was typed once nothing more is typed for a moment. */
function TypedFilter({ label, onChange }: { readonly label: string; readonly onChange: (text: string) => void }) {
  const [text, setText] = useState('');
  const send = useDebouncedCallback((next: string) => onChange(next.trim()), typingMs);
  return (
    <TextInput
      type="search"
      label={label}
      value={text}
      maxLength={64}
      onChange={(event) => {
        setText(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
    />
  );
}

function withoutEmpty(filter: Readonly<Record<string, unknown>>): AuditFilter {
  // What is left are members of a filter, each with a text that the node checks.
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));
}
