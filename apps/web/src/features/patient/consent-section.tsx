/** What a patient consented to: recorded, and withdrawn, which ends the access that rests on it. */

import type { PatientGrant, PatientWishes, RecordConsent } from '@isocenter/contract/consents';
import { MultiSelect, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { Section } from '../account/section.tsx';
import { useChange } from '../settings/use-change.ts';
import { describeGrant } from './grant-words.ts';

type Consent = PatientWishes['consents'][number];

const purposes = ['treatment', 'sharing', 'research', 'teaching', 'algorithm-training'] as const;
const forms = ['paper', 'spoken', 'electronic'] as const;

type ConsentSectionProps = {
  readonly studyId: string;
  /** Undefined while the answer is on its way. */
  readonly wishes: PatientWishes | undefined;
};

export function ConsentSection({ studyId, wishes }: ConsentSectionProps) {
  const consents = wishes?.consents;
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
              label: t('patient.accessResting'),
              cell: ({ grantIds }) => <Resting grants={wishes?.grants ?? []} grantIds={grantIds} />,
            },
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
          actions={({ id, withdrawn }) => (
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
              {t('patient.withdrawDetail', { count: endingWith(id, consents ?? []) })}
            </ConfirmButton>
          )}
        />
        <ConsentForm studyId={studyId} grants={wishes?.grants ?? []} />
      </Stack>
    </Section>
  );
}

/** How many grants a withdrawal ends: what rests on another consent as well stays. */
function endingWith(id: string, consents: readonly Consent[]): number {
  const others = consents.filter((one) => one.id !== id && one.withdrawn === undefined);
  const ending = consents.find((one) => one.id === id)?.grantIds ?? [];
  return ending.filter((grant) => !others.some(({ grantIds }) => grantIds.includes(grant))).length;
}

type RestingProps = { readonly grants: readonly PatientGrant[]; readonly grantIds: readonly string[] };

function Resting({ grants, grantIds }: RestingProps) {
  const t = useWords();
  const resting = grants.filter(({ id }) => grantIds.includes(id));
  if (resting.length === 0) return t('patient.nothingRests');
  return resting.map((grant) => (
    <Text key={grant.id} fz="sm">
      <bdi>{describeGrant(t, grant)}</bdi>
    </Text>
  ));
}

type ConsentFormProps = { readonly studyId: string; readonly grants: readonly PatientGrant[] };

function ConsentForm({ studyId, grants }: ConsentFormProps) {
  const t = useWords();
  const client = useClient();
  const [purpose, setPurpose] = useState<RecordConsent['purpose']>('treatment');
  const [form, setForm] = useState<RecordConsent['form']>('paper');
  const [givenOn, setGivenOn] = useState('');
  const [grantIds, setGrantIds] = useState<string[]>([]);
  const record = useChange({
    perform: () => client.recordConsent({ params: { id: studyId }, body: { purpose, form, givenOn, grantIds } }),
    touches: [keys.wishes],
    done: t('patient.recordedNow'),
    quiet: true,
  });
  const reason = givenOn === '' ? t('patient.needDate') : undefined;
  const clear = () => {
    setGivenOn('');
    setGrantIds([]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) record.mutate(undefined, { onSuccess: clear });
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
          <DayInput label={t('patient.givenOn')} value={givenOn} onChange={setGivenOn} />
        </SimpleGrid>
        <MultiSelect
          label={t('patient.accessResting')}
          description={t('patient.accessRestingHelp')}
          placeholder={grantIds.length === 0 ? t('patient.chooseAccess') : ''}
          searchable
          hidePickedOptions
          nothingFoundMessage={t('patient.noAccess')}
          data={grants.map((grant) => ({ value: grant.id, label: describeGrant(t, grant) }))}
          value={grantIds}
          onChange={setGrantIds}
        />
        <ReasonButton type="submit" ms="auto" loading={record.isPending} disabledReason={reason}>
          {t('patient.record')}
        </ReasonButton>
      </Stack>
    </form>
  );
}
