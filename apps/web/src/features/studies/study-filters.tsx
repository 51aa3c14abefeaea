/** Search as you type, modalities, dates; everything stands in the address of the page. */

import { Button, CloseButton, Group, Kbd, Menu, Popover, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconArrowsSort, IconCalendar, IconChevronDown, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { datePresets, describeRange } from './date-range.ts';
import { columns } from './study-columns.tsx';
import classes from './study-filters.module.css';
import { effectiveSort, parseModalities, type StudySearch, toggleSort } from './study-search.ts';

export type StudyFiltersProps = {
  readonly search: StudySearch;
  readonly onChange: (search: StudySearch) => void;
  /** Arrow down in the search field goes on into the list. */
  readonly onEnterList: () => void;
};

/** Modalities as PS3.3 §C.7.3.1.1.1 defines them, the common ones. */
const modalities = [
  ...(['CT', 'MR', 'DX', 'CR', 'MG', 'US', 'XA', 'RF'] as const),
  ...(['NM', 'PT', 'SR', 'SEG', 'ECG', 'ES', 'XC', 'OT'] as const),
];

export function StudyFilters({ search, onChange, onEnterList }: StudyFiltersProps) {
  return (
    <div className={classes.bar}>
      <SearchField search={search} onChange={onChange} onEnterList={onEnterList} />
      <Group gap={8} wrap="nowrap" className={classes.menus}>
        <ModalityMenu search={search} onChange={onChange} />
        <DateMenu search={search} onChange={onChange} />
        <SortMenu search={search} onChange={onChange} />
      </Group>
    </div>
  );
}

type PartProps = Pick<StudyFiltersProps, 'search' | 'onChange'>;

function SearchField({ search, onChange, onEnterList }: StudyFiltersProps) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(search.q ?? '');
  const sent = useRef(search.q ?? '');
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    const { q: _, ...rest } = search;
    onChange(next === '' ? rest : { ...rest, q: next });
  }, 180);
  // The address changed by itself (back button, "show all"): the field follows; what is being typed stays.
  useEffect(() => {
    const now = search.q ?? '';
    if (now !== sent.current) setText(now);
    sent.current = now;
  }, [search.q]);
  useHotkeys([['/', () => input.current?.focus()]]);
  const type = (next: string) => {
    setText(next);
    send(next);
  };
  return (
    <TextInput
      ref={input}
      className={classes.search}
      type="search"
      aria-label={t('studies.search')}
      placeholder={t('studies.searchIn')}
      leftSection={<IconSearch size={17} />}
      rightSection={
        text === '' ? (
          <Kbd size="xs" visibleFrom="sm">
            /
          </Kbd>
        ) : (
          <CloseButton size="sm" aria-label={t('studies.clearSearch')} onClick={() => type('')} />
        )
      }
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') {
          event.preventDefault();
          onEnterList();
        }
        if (event.key === 'Escape' && text !== '') type('');
      }}
    />
  );
}

function ModalityMenu({ search, onChange }: PartProps) {
  const t = useWords();
  const chosen = parseModalities(search.modality);
  const choose = (next: readonly string[]) => {
    const { modality: _, ...rest } = search;
    onChange(next.length === 0 ? rest : { ...rest, modality: next.join(',') });
  };
  const others = chosen.filter((modality) => !modalities.some((known) => known === modality));
  return (
    <Menu closeOnItemClick={false} position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          className={classes.button}
          data-chosen={chosen.length > 0 || undefined}
          rightSection={<IconChevronDown size={15} />}
        >
          {chosen.length === 0
            ? t('studies.modality')
            : chosen.slice(0, 3).join(', ') + (chosen.length > 3 ? ' …' : '')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => choose([])}>{t('studies.allModalities')}</Menu.Item>
        <Menu.Divider />
        {[
          ...others.map((other) => [other, ''] as const),
          ...modalities.map((known) => [known, t(`studies.${known}`)] as const),
        ].map(([code, name]) => (
          <Menu.CheckboxItem
            key={code}
            checked={chosen.includes(code)}
            onChange={(checked) => choose(checked ? [...chosen, code] : chosen.filter((other) => other !== code))}
          >
            <span className={classes.code}>{code}</span>
            {name}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function DateMenu({ search, onChange }: PartProps) {
  const t = useWords();
  const [opened, setOpened] = useState(false);
  const today = new Date();
  const isChosen = search.from !== undefined || search.to !== undefined;
  const choose = ({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }) => {
    const { from: _, to: __, ...rest } = search;
    onChange({ ...rest, ...(from ? { from } : {}), ...(to ? { to } : {}) });
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.button}
          data-chosen={isChosen || undefined}
          leftSection={<IconCalendar size={16} />}
          rightSection={<IconChevronDown size={15} />}
          onClick={() => setOpened(!opened)}
        >
          {isChosen ? describeRange(t, search, today) : t('studies.date')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <Stack gap="xs">
          <div className={classes.presets}>
            {datePresets(today).map(({ label, range }) => (
              <Button
                key={label}
                size="compact-sm"
                variant={range.from === search.from && range.to === search.to ? 'light' : 'subtle'}
                {...(range.from === search.from && range.to === search.to ? {} : { color: 'gray' })}
                justify="flex-start"
                onClick={() => {
                  choose(range);
                  setOpened(false);
                }}
              >
                {t(label)}
              </Button>
            ))}
          </div>
          <Group gap="xs" wrap="nowrap">
            <DayInput
              label={t('studies.from')}
              size="sm"
              value={search.from ?? ''}
              max={search.to}
              onChange={(from) => choose({ ...search, from })}
            />
            <DayInput
              label={t('studies.to')}
              size="sm"
              value={search.to ?? ''}
              min={search.from}
              onChange={(to) => choose({ ...search, to })}
            />
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** On a phone, where the list has no headings to sort by. */
function SortMenu({ search, onChange }: PartProps) {
  const t = useWords();
  const { sort, order } = effectiveSort(search);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="default"
          className={`${classes.button} ${classes.onlyNarrow}`}
          leftSection={<IconArrowsSort size={16} />}
        >
          {t('studies.sort')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map((column) => (
          <Menu.RadioItem
            key={column.sort}
            value={column.sort}
            checked={column.sort === sort}
            closeMenuOnClick
            rightSection={
              column.sort === sort ? <span aria-hidden>{order === 'ascending' ? '↑' : '↓'}</span> : undefined
            }
            onClick={() => onChange(toggleSort(search, column.sort))}
          >
            {t(column.label)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
