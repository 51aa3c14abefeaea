/** Who acts for a patient: added with what shows that they may, and ended. */

import type { EstablishProxy, PatientProxy } from '@isocenter/contract/break-glass';
import { NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, proxiesQuery, usersQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { Section } from '../account/section.tsx';
import { useChange } from '../settings/use-change.ts';

const kinds = ['guardian', 'proxy', 'self'] as const satisfies readonly EstablishProxy['kind'][];

const shortestEvidence = 3;

export function ProxySection({ studyId }: { readonly studyId: string }) {
  const t = useWords();
  const client = useClient();
  const proxies = useQuery(proxiesQuery(client, studyId));
  const end = useChange({
    perform: (id: string) => client.endProxy({ params: { id } }),
    touches: [keys.proxies, keys.grants, keys.wishes],
    done: t('patient.endedNow'),
  });
  return (
    <Section title={t('patient.proxies')} help={t('patient.proxiesHelp')}>
      <Stack mt="md">
        {proxies.isError ? (
          <ProblemAlert {...describeProblem(t, proxies.error)} onRetry={() => void proxies.refetch()} />
        ) : (
          <RecordList<PatientProxy>
            label={t('patient.proxies')}
            rows={proxies.data?.proxies}
            rowKey={({ id }) => id}
            empty={t('patient.noProxies')}
            columns={[
              {
                label: t('patient.who'),
                cell: ({ name, kind }) => (
                  <div>
                    <bdi>{name}</bdi>
                    <Text fz="xs" c="dimmed" fw={400}>
                      {t(`patient.proxy_${kind}`)}
                    </Text>
                  </div>
                ),
              },
              { label: t('patient.evidence'), cell: ({ evidence }) => <bdi>{evidence}</bdi> },
              { label: t('patient.until'), cell: (proxy) => <Until proxy={proxy} /> },
            ]}
            actions={({ id, name, ended }) => (
              <ConfirmButton
                title={t('patient.endQuestion', { name })}
                action={t('patient.endAction')}
                onConfirm={() => end.mutate(id)}
                trigger={(open) => (
                  <ReasonButton
                    size="compact-sm"
                    variant="default"
                    disabledReason={ended === undefined ? undefined : t('patient.endedAlready')}
                    onClick={open}
                  >
                    {t('patient.end')}
                  </ReasonButton>
                )}
              >
                {t('patient.endDetail')}
              </ConfirmButton>
            )}
          />
        )}
        <ProxyForm studyId={studyId} />
      </Stack>
    </Section>
  );
}

function Until({ proxy: { since, until, ended, establishedBy } }: { readonly proxy: PatientProxy }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <div>
      {ended === undefined
        ? until === undefined
          ? t('patient.noEnd')
          : formats.day(until)
        : t('patient.ended', { name: ended.by, day: formats.day(ended.at) })}
      <Text fz="xs" c="dimmed">
        {t('patient.recorded', { name: establishedBy, day: formats.day(since) })}
      </Text>
    </div>
  );
}

function ProxyForm({ studyId }: { readonly studyId: string }) {
  const t = useWords();
  const client = useClient();
  const users = useQuery(usersQuery(client));
  const [userId, setUserId] = useState('');
  const [kind, setKind] = useState<EstablishProxy['kind']>('guardian');
  const [evidence, setEvidence] = useState('');
  const [until, setUntil] = useState('');
  const add = useChange({
    perform: (body: EstablishProxy) => client.establishProxy({ body }),
    touches: [keys.proxies, keys.grants, keys.wishes],
    done: t('patient.added'),
    quiet: true,
  });
  const reason =
    userId === ''
      ? t('patient.needUser')
      : evidence.trim().length < shortestEvidence
        ? t('patient.needEvidence')
        : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason !== undefined) return;
    const end = until === '' ? {} : { until: new Date(`${until}T23:59:59`).toISOString() };
    add.mutate(
      { studyId, userId, kind, evidence: evidence.trim(), ...end },
      {
        onSuccess: () => {
          setUserId('');
          setEvidence('');
        },
      },
    );
  };
  const offered = (users.data?.users ?? []).filter(({ status }) => status !== 'disabled');
  return (
    <form onSubmit={submit} aria-label={t('patient.addProxy')}>
      <Stack gap="sm">
        {add.isError && <ProblemAlert {...describeProblem(t, add.error)} />}
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" verticalSpacing="sm">
          <NativeSelect
            label={t('patient.addProxy')}
            value={userId}
            onChange={(event) => setUserId(event.currentTarget.value)}
            data={[
              { value: '', label: t('patient.chooseUser') },
              ...offered.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
            ]}
          />
          <NativeSelect
            label={t('patient.as')}
            value={kind}
            onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value) ?? 'guardian')}
            data={kinds.map((value) => ({ value, label: t(`patient.proxy_${value}`) }))}
          />
          <DayInput label={t('patient.until')} title={t('patient.untilHelp')} value={until} onChange={setUntil} />
        </SimpleGrid>
        <TextInput
          label={t('patient.evidence')}
          description={t('patient.evidenceHelp')}
          maxLength={500}
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
        />
        <ReasonButton type="submit" ms="auto" loading={add.isPending} disabledReason={reason}>
          {t('patient.add')}
        </ReasonButton>
      </Stack>
    </form>
  );
}
