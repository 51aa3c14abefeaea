/** Grants something of a study: to whom, on what, until when and why. What is given is at most what the giver has. */

import type { CreateGrant } from '@isocenter/contract/grants';
import type { Privilege } from '@isocenter/contract/privilege';
import { Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { granteesQuery, keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

const levels = ['study', 'patient'] as const;

/** What is given as a rule; the API gives any other set. */
const usual: readonly Privilege[] = ['view', 'download', 'comment', 'see-identity'];

const shortest = 3;

type GrantFormProps = { readonly studyId: string; readonly mayGive: readonly Privilege[] };

export function GrantForm({ studyId, mayGive }: GrantFormProps) {
  const t = useWords();
  const client = useClient();
  const isRefused = mayGive.length === 0;
  const grantees = useQuery({ ...granteesQuery(client, studyId), enabled: !isRefused });
  const [grantee, setGrantee] = useState('');
  const [level, setLevel] = useState<(typeof levels)[number]>('study');
  const [end, setEnd] = useState('');
  const [reason, setReason] = useState('');
  const add = useChange({
    perform: (body: CreateGrant) => client.createGrant({ body }),
    touches: [keys.grants],
    done: t('access.added'),
    quiet: true,
  });
  const disabledReason = isRefused
    ? t('access.mayNot')
    : grantee === ''
      ? t('access.chooseFirst')
      : reason.trim().length < shortest
        ? t('access.sayWhy')
        : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (disabledReason !== undefined) return;
    const [granteeKind, granteeId] = grantee.split(' ') as [CreateGrant['granteeKind'], string?]; // as the options are made below
    const privileges = usual.filter((privilege) => mayGive.includes(privilege));
    const expiresAt = end === '' ? {} : { expiresAt: new Date(`${end}T23:59:59`).toISOString() };
    const to = granteeId === undefined ? {} : { granteeId };
    const body = { studyId, level, granteeKind, ...to, privileges, ...expiresAt, reason: reason.trim() };
    add.mutate(body, { onSuccess: () => setReason('') });
  };
  return (
    <form onSubmit={submit} aria-label={t('access.add')}>
      <Stack gap="sm">
        {add.isError && <ProblemAlert {...describeProblem(t, add.error)} />}
        <Group gap="sm" align="flex-end" grow preventGrowOverflow={false}>
          <NativeSelect
            label={t('access.add')}
            disabled={isRefused}
            value={grantee}
            onChange={(event) => setGrantee(event.currentTarget.value)}
            data={[
              { value: '', label: t('access.choose') },
              { value: 'everyone', label: t('access.kind_everyone') },
              ...(grantees.data?.grantees ?? []).map(({ kind, id, name }) => ({
                value: `${kind} ${id}`,
                label: `${name} (${t(`access.kind_${kind}`)})`,
              })),
            ]}
          />
          <NativeSelect
            label={t('access.onWhat')}
            disabled={isRefused}
            value={level}
            onChange={(event) => setLevel(event.currentTarget.value === 'patient' ? 'patient' : 'study')}
            data={levels.map((value) => ({ value, label: t(`access.level_${value}`) }))}
          />
          <DayInput
            label={t('access.ends')}
            title={t('access.endsNote')}
            disabled={isRefused}
            value={end}
            onChange={setEnd}
          />
        </Group>
        <TextInput
          label={t('access.reason')}
          description={t('access.reasonNote')}
          disabled={isRefused}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={add.isPending} disabledReason={disabledReason}>
            {t('access.addButton')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
