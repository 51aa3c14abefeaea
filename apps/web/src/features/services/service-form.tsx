/** Adds or changes a service account: what it is called and for, who answers for it, from where and until when it speaks. */

import type { ServiceAccount } from '@isocenter/contract/service-accounts';
import { Group, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem, fieldError } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

type ServiceFormProps = {
  /** Undefined for a new one. */
  readonly account: ServiceAccount | undefined;
  readonly onSaved: () => void;
};

export function ServiceForm({ account, onSaved }: ServiceFormProps) {
  const t = useWords();
  const client = useClient();
  const [name, setName] = useState(account?.name ?? '');
  const [description, setDescription] = useState(account?.description ?? '');
  const [contact, setContact] = useState(account?.contact ?? '');
  const [networks, setNetworks] = useState<readonly string[]>(account?.networks ?? []);
  const [end, setEnd] = useState(dayOf(account?.expiresAt));
  const save = useChange({
    perform: () => {
      const texts = { name: name.trim(), description: description.trim(), contact: contact.trim() };
      const body = { ...texts, networks: [...networks] };
      if (account === undefined) {
        return client.createServiceAccount({ body: { ...body, ...(end === '' ? {} : { expiresAt: endOf(end) }) } });
      }
      const isSameEnd = end === dayOf(account.expiresAt);
      const ends = isSameEnd ? {} : { expiresAt: end === '' ? null : endOf(end) };
      return client.updateServiceAccount({ params: { id: account.id }, body: { ...body, ...ends } });
    },
    touches: [keys.services, keys.grants, keys.organisations],
    done: account === undefined ? t('services.added', { name: name.trim() }) : t('services.saved'),
    quiet: true,
  });
  const reason =
    name.trim() === ''
      ? t('services.enterName')
      : description.trim() === ''
        ? t('services.enterWhatFor')
        : /^\S+@\S+$/.test(contact.trim())
          ? undefined
          : t('services.enterContact');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) save.mutate(undefined, { onSuccess: onSaved });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {save.isError && <ProblemAlert {...describeProblem(t, save.error)} />}
        <TextInput
          label={t('shared.name')}
          data-autofocus
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(t, save.error, '/name')}
        />
        <Textarea
          label={t('services.whatFor')}
          autosize
          minRows={2}
          maxLength={500}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          error={fieldError(t, save.error, '/description')}
        />
        <TextInput
          label={t('services.contact')}
          description={t('services.contactHelp')}
          type="email"
          dir="ltr"
          maxLength={254}
          value={contact}
          onChange={(event) => setContact(event.currentTarget.value)}
          error={fieldError(t, save.error, '/contact')}
        />
        <TagsInput
          label={t('services.networks')}
          description={t('services.networksHelp')}
          value={[...networks]}
          onChange={setNetworks}
          maxTags={100}
          splitChars={[',', ' ']}
        />
        <DayInput label={t('services.ends')} title={t('services.endsHelp')} value={end} onChange={setEnd} />
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={save.isPending} disabledReason={reason}>
            {account === undefined ? t('services.add') : t('shared.save')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}

const endOf = (day: string) => new Date(`${day}T23:59:59`).toISOString();

/** The day of a moment here, as a field for dates has it. */
function dayOf(moment: string | undefined): string {
  if (moment === undefined) return '';
  const at = new Date(moment);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
