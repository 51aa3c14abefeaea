/** A study is looked for and chosen, to try something on it. */

import type { StudySummary } from '@isocenter/contract/studies';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { studyPageQuery } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { nameOf } from './patient-name.ts';
import classes from './study-choice.module.css';

/** Says which study was chosen by `onChoose`. */
export function StudyChoice({ onChoose }: { readonly onChoose: (study: StudySummary) => void }) {
  const t = useWords();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const studies = useQuery({ ...studyPageQuery(useClient(), { sort: 'received', ...(q === '' ? {} : { q }) }, 0) });
  return (
    <Stack gap="xs">
      <TextInput
        aria-label={t('rules.searchStudy')}
        placeholder={t('rules.searchIn')}
        size="xs"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Stack gap={2} className={classes.found}>
        {studies.data?.studies.slice(0, 8).map((study) => (
          <Button
            key={study.id}
            variant="subtle"
            color="gray"
            size="compact-sm"
            justify="flex-start"
            onClick={() => onChoose(study)}
          >
            {titleOf(t, study)}
          </Button>
        ))}
        {studies.data?.studies.length === 0 && (
          <Text fz="sm" c="dimmed">
            {t('rules.noMatch')}
          </Text>
        )}
      </Stack>
    </Stack>
  );
}

/** Patient, date, modalities and description, as far as there are any. */
export function titleOf(t: Words, study: StudySummary): string {
  const { studyDate, modalities, description } = study;
  return [nameOf(t, study), studyDate, modalities.join(', '), description].filter((part) => part).join(' · ');
}
