/** What a patient consented to: recorded, and withdrawn, which ends the access that rests on it. */

import type { PatientWishes, RecordConsent } from '@isocenter/contract/consents';
import { NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { Section } from '../account/section.tsx';
import { useChange } from '../settings/use-change.ts';

type Consent = PatientWishes['consents'][number];

const purposes = ['treatment', 'sharing', 'research', 'teaching', 'algorithm-training'] as const;
const forms = ['paper', 'spoken', 'electronic'] as const;

type ConsentSectionProps = {
  readonly studyId: string;
  /** Undefined while the answer is on its way. */
  readonly consents: readonly Consent[] | undefined;
};

export function ConsentSection({ studyId, consents }: ConsentSectionProps) {
  const t = useWords();
  const client = useClient();
  const formats = useFormats();
  const withdraw = useChange({
    perform: (id: string) => client.withdrawConsent({ params: { id } }),
    touches: [keys.wishes, keys.grants],
    done: t('patient.withdrawnNow'),
  });
  return (
    <Section title={t('patient.consents')} help={t('patient.consentsHelp')}>
      <Stack mt="md">
        <RecordList<Consent>
          label={t('patient.consents')}
          rows={consents}
          rowKey={({ id }) => id}
          empty={t('patient.noConsents')}
          columns={[
            { label: t('patient.purpose'), cell: ({ purpose }) => t(`patient.purpose_${purpose}`) },
            { label: t('patient.form'), cell: ({ form }) => t(`patient.form_${form}`) },
            { label: t('patient.givenOn'), cell: ({ givenOn }) => formats.day(`${givenOn}T12:00:00`) },
            {
              label: t('shared.status'),
              cell: ({ withdrawn, recordedBy, recordedAt }) => (
                <div>
                  {withdrawn === undefined
                    ? t('patient.inForce')
                    : t('patient.withdrawn', { day: formats.day(withdrawn.at) })}
                  <Text fz="xs" c="dimmed">
                    {t('patient.recorded', { name: recordedBy, day: formats.day(recordedAt) })}
                  </Text>
                </div>
              ),
            },
          ]}
          actions={({ id, grants, withdrawn }) => (
            <ConfirmButton
              title={t('patient.withdrawQuestion')}
              action={t('patient.withdrawAction')}
              onConfirm={() => withdraw.mutate(id)}
              trigger={(open) => (
                <ReasonButton
                  size="compact-sm"
                  variant="default"
                  disabledReason={withdrawn === undefined ? undefined : t('patient.withdrawnAlready')}
                  onClick={open}
                >
                  {t('patient.withdraw')}
                </ReasonButton>
              )}
            >
              {t('patient.withdrawDetail', { count: grants })}
            </ConfirmButton>
          )}
        />
        <ConsentForm studyId={studyId} />
      </Stack>
    </Section>
  );
}

function ConsentForm({ studyId }: { readonly studyId: string }) {
  const t = useWords();
  const client = useClient();
  const [purpose, setPurpose] = useState<RecordConsent['purpose']>('treatment');
  const [form, setForm] = useState<RecordConsent['form']>('paper');
  const [givenOn, setGivenOn] = useState('');
  const record = useChange({
    perform: () => client.recordConsent({ params: { id: studyId }, body: { purpose, form, givenOn } }),
    touches: [keys.wishes],
    done: t('patient.recordedNow'),
    quiet: true,
  });
  const reason = givenOn === '' ? t('patient.needDate') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) record.mutate(undefined, { onSuccess: () => setGivenOn('') });
  };
  return (
    <form onSubmit={submit} aria-label={t('patient.recordConsent')}>
      <Stack gap="sm">
        {record.isError && <ProblemAlert {...describeProblem(t, record.error)} />}
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" verticalSpacing="sm">
          <NativeSelect
            label={t('patient.recordConsent')}
            value={purpose}
            onChange={(event) => setPurpose(purposes.find((one) => one === event.currentTarget.value) ?? 'treatment')}
            data={purposes.map((value) => ({ value, label: t(`patient.purpose_${value}`) }))}
          />
          <NativeSelect
            label={t('patient.form')}
            value={form}
            onChange={(event) => setForm(forms.find((one) => one === event.currentTarget.value) ?? 'paper')}
            data={forms.map((value) => ({ value, label: t(`patient.form_${value}`) }))}
          />
          <TextInput
            type="date"
            label={t('patient.givenOn')}
            value={givenOn}
            onChange={(event) => setGivenOn(event.currentTarget.value)}
          />
        </SimpleGrid>
        <ReasonButton type="submit" ms="auto" loading={record.isPending} disabledReason={reason}>
          {t('patient.record')}
        </ReasonButton>
      </Stack>
    </form>
  );
}
