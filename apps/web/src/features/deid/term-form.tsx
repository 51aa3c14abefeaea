/** Puts a word into one of the lists that all projects go by. */

import type { DeidTerm } from '@isocenter/contract/deid-projects';
import { Group, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

type List = DeidTerm['list'];

export function TermForm({ source }: Pick<DeidTerm, 'source'>) {
  const t = useWords();
  const client = useClient();
  const [term, setTerm] = useState('');
  const [list, setList] = useState<List>('allow');
  const add = useChange({
    perform: () => client.addDeidTerm({ body: { list, term: term.trim(), source } }),
    touches: [keys.deidTerms, keys.deidPreviews],
    done: t('deid.termAdded'),
    quiet: true,
  });
  const reason = term.trim() === '' ? t('deid.enterWord') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) add.mutate(undefined, { onSuccess: () => setTerm('') });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {add.isError && <ProblemAlert {...describeProblem(t, add.error)} />}
        <Group gap="xs" align="flex-end">
          <TextInput
            label={t('deid.word')}
            flex="1 1 180px"
            maxLength={100}
            value={term}
            onChange={(event) => setTerm(event.currentTarget.value)}
          />
          <Select
            label={t('deid.list')}
            flex="1 1 220px"
            allowDeselect={false}
            data={[
              { value: 'allow', label: t('deid.listAllowLong') },
              { value: 'block', label: t('deid.listBlockLong') },
              { value: 'gray', label: t('deid.listGrayLong') },
            ]}
            value={list}
            onChange={(value) => setList(value === 'block' || value === 'gray' ? value : 'allow')}
          />
          <ReasonButton type="submit" variant="default" loading={add.isPending} disabledReason={reason}>
            {t('deid.addTerm')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
