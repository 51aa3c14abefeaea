/** The quarantine: what deliveries by a project held back, why, and where; a person decides about each object. */

import type { DeidHeld } from '@isocenter/contract/deid-projects';
import { Badge, Stack, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { deidHeldQuery } from '../../api/queries.ts';
import { describeHeld } from '../../features/deid/deid-words.ts';
import { Findings } from '../../features/deid/findings.tsx';
import { HeldDialog } from '../../features/deid/held-dialog.tsx';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { AnchorLink, ButtonLink } from '../../features/shell/links.tsx';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { type Formats, useFormats } from '../../languages/use-formats.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

const columnsOf = (t: Words, formats: Formats): readonly RecordColumn<DeidHeld>[] => [
  { label: t('deid.object'), cell: (held) => <What held={held} formats={formats} />, width: '30%' },
  { label: t('deid.why'), cell: (held) => <Why held={held} /> },
  {
    label: t('deid.goingTo'),
    cell: ({ destination, project }) => (
      <Stack gap={2}>
        <bdi className="mono">{destination ?? ''}</bdi>
        <Text fz="xs" c="dimmed">
          <bdi>{project.name}</bdi>
        </Text>
      </Stack>
    ),
  },
  { label: t('deid.foundAt'), cell: ({ foundAt }) => <Moment at={foundAt} />, width: 170 },
];

export function DeidHeldPage() {
  const t = useWords();
  usePageTitle(t('deid.quarantine'));
  return (
    <PageFrame
      title={t('deid.quarantine')}
      description={t('deid.quarantineDescription')}
      actions={
        <ButtonLink
          to={pagePaths.deidProjects}
          variant="default"
          leftSection={<IconArrowLeft size={16} className="pointing" />}
        >
          {t('deid.all')}
        </ButtonLink>
      }
    >
      <AdminOnly>
        <HeldObjects />
      </AdminOnly>
    </PageFrame>
  );
}

function HeldObjects() {
  const t = useWords();
  const formats = useFormats();
  const client = useClient();
  const held = useQuery(deidHeldQuery(client));
  const [decided, setDecided] = useState<DeidHeld>();
  if (held.isError) return <ProblemAlert {...describeProblem(t, held.error)} onRetry={() => void held.refetch()} />;
  return (
    <>
      <RecordList
        label={t('deid.quarantine')}
        columns={columnsOf(t, formats)}
        rows={held.data?.held}
        rowKey={({ id }) => id}
        empty={t('deid.noHeld')}
        actions={(one) => (
          <ReasonButton
            size="compact-sm"
            variant="default"
            disabledReason={one.study === undefined ? t('deid.unseenStudy') : undefined}
            onClick={() => setDecided(one)}
          >
            {t('deid.decide')}
          </ReasonButton>
        )}
      />
      <HeldDialog held={decided} onClose={() => setDecided(undefined)} />
    </>
  );
}

function What({ held, formats }: { readonly held: DeidHeld; readonly formats: Formats }) {
  const t = useWords();
  const { study } = held;
  if (study === undefined) return <Text c="dimmed">{t('deid.unseenStudy')}</Text>;
  const about = [study.modality, study.studyDate && formats.day(study.studyDate), study.description];
  return (
    <Stack gap={2} align="flex-start">
      <AnchorLink to={pagePaths.study} params={{ studyId: study.id }} fz="inherit" fw={560}>
        <bdi>{study.patientName.display || t('studies.noName')}</bdi>
      </AnchorLink>
      <Text fz="xs" c="dimmed">
        <bdi>{about.filter((part) => part !== undefined && part !== '').join(' · ')}</bdi>
      </Text>
    </Stack>
  );
}

const colors = { released: 'teal', kept: 'gray', undecided: 'orange' } as const;

function Why({ held }: { readonly held: DeidHeld }) {
  const t = useWords();
  const state = held.decision ?? 'undecided';
  return (
    <Stack gap={4} align="flex-start">
      <Text fz="sm">{describeHeld(t, held.reason)}</Text>
      <Findings findings={held.findings} />
      <Badge variant="light" color={colors[state]}>
        {t(`deid.${state}`)}
      </Badge>
      {held.decidedBy !== undefined && (
        <Text fz="xs" c="dimmed">
          {t('deid.decidedBy', { name: held.decidedBy, reason: held.decisionReason ?? '' })}
        </Text>
      )}
    </Stack>
  );
}
