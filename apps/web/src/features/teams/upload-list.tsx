/** What the caller has handed in to a care team: what is being checked, what waits for an answer, what became of the rest. */

import type { UploadGroup, UploadReason } from '@isocenter/contract/team-uploads';
import { Badge, Group, Stack, Text } from '@mantine/core';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { describeRefusal } from '../import/refusal.ts';
import { useChange } from '../settings/use-change.ts';
import { ButtonLink } from '../shell/links.tsx';
import { PatientLine } from './patient-line.tsx';

const colors: Readonly<Record<UploadGroup['state'], string>> = {
  checking: 'blue',
  unconfirmed: 'orange',
  referred: 'orange',
  stored: 'teal',
  refused: 'red',
};

type UploadListProps = {
  readonly teamId: string;
  readonly uploads: readonly UploadGroup[];
  readonly disabledReason: string | undefined;
};

export function UploadList({ teamId, uploads, disabledReason }: UploadListProps) {
  const t = useWords();
  const formats = useFormats();
  return (
    <RecordList
      label={t('uploads.yours')}
      rows={uploads}
      rowKey={({ state, reason, patient, studyId }) =>
        [state, reason, patient?.name, patient?.birthDate, studyId].join('\u0000')
      }
      empty={null}
      columns={[
        {
          label: t('uploads.what'),
          cell: ({ patient, files, bytes }) => (
            <Stack gap={0}>
              {patient === undefined ? t('uploads.count', { count: files }) : <Named {...patient} />}
              <Text fz="xs" c="dimmed">
                {patient !== undefined && `${t('uploads.count', { count: files })} · `}
                {formats.fileSize(bytes)}
              </Text>
            </Stack>
          ),
        },
        { label: t('shared.status'), cell: (group) => <State group={group} /> },
      ]}
      actions={(group) => <Actions teamId={teamId} group={group} disabledReason={disabledReason} />}
    />
  );
}

function Named({ name, birthDate }: NonNullable<UploadGroup['patient']>) {
  const t = useWords();
  return name === '' && birthDate === '' ? t('uploads.noName') : <PatientLine name={name} birthDate={birthDate} />;
}

function State({ group: { state, reason, until } }: { readonly group: UploadGroup }) {
  const t = useWords();
  const formats = useFormats();
  const isOver = state === 'stored' || state === 'refused';
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="light" radius="sm" color={colors[state]}>
        {t(`uploads.state-${state}`)}
      </Badge>
      {state === 'unconfirmed' && <Text fz="sm">{t('uploads.differs')}</Text>}
      {state === 'referred' && <Text fz="sm">{t('uploads.referredHelp')}</Text>}
      {reason !== undefined && <Text fz="sm">{describeReason(t, reason)}</Text>}
      <Text fz="xs" c="dimmed">
        {t(isOver ? 'uploads.shownUntil' : 'uploads.waitsUntil', { until: formats.day(until) })}
      </Text>
    </Stack>
  );
}

/** What an import may be refused for as well has its words there. */
function describeReason(t: Words, reason: UploadReason): string {
  const key = `uploads.reason-${reason}` as 'uploads.reason-lost'; // `has` looks whether there is such a text.
  if (t.has(key)) return t(key);
  const { title, detail } = describeRefusal(t, { code: reason });
  return detail === undefined ? title : `${title}. ${detail}`;
}

type ActionsProps = {
  readonly teamId: string;
  readonly group: UploadGroup;
  readonly disabledReason: string | undefined;
};

function Actions({ teamId, group: { state, patient, studyId }, disabledReason }: ActionsProps) {
  const t = useWords();
  const client = useClient();
  const decide = useChange({
    perform: (body: Parameters<typeof client.decideUploads>[0]['body']) =>
      client.decideUploads({ params: { id: teamId }, body }),
    touches: [keys.teams],
  });
  if (studyId !== undefined) {
    return (
      <ButtonLink size="compact-sm" variant="default" to={pagePaths.study} params={{ studyId }}>
        {t('uploads.toStudy')}
      </ButtonLink>
    );
  }
  if (state !== 'unconfirmed' || patient === undefined) return null;
  const name = patient.name === '' ? t('uploads.noName') : patient.name;
  return (
    <Group gap={6} justify="flex-end">
      <ConfirmButton
        title={t('uploads.confirmQuestion', { name })}
        action={t('uploads.confirm')}
        onConfirm={() => decide.mutate({ ...patient, decision: 'confirm' })}
        trigger={(open) => (
          <ReasonButton size="compact-sm" disabledReason={disabledReason} onClick={open}>
            {t('uploads.confirm')}
          </ReasonButton>
        )}
      >
        {t('uploads.confirmHelp')}
      </ConfirmButton>
      <ConfirmButton
        title={t('uploads.discardQuestion')}
        action={t('uploads.discard')}
        onConfirm={() => decide.mutate({ ...patient, decision: 'discard' })}
        trigger={(open) => (
          <ReasonButton size="compact-sm" variant="default" disabledReason={disabledReason} onClick={open}>
            {t('uploads.discard')}
          </ReasonButton>
        )}
      >
        {t('uploads.discardHelp')}
      </ConfirmButton>
    </Group>
  );
}
