/** What somebody did with the studies that they opened in an emergency, from the audit trail, the latest first. */

import { Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { emergencyDeedsQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { describeAction } from '../audit/event-words.ts';
import { type Deed, deedsOf, type Opening } from './openings.ts';

type DeedsDialogProps = { readonly opening: Opening | undefined; readonly onClose: () => void };

export function DeedsDialog({ opening, onClose }: DeedsDialogProps) {
  const t = useWords();
  return (
    <Modal
      opened={opening !== undefined}
      onClose={onClose}
      title={t('emergencies.lookedTitle', { name: opening?.by ?? '' })}
      size="lg"
    >
      {opening !== undefined && <Deeds opening={opening} />}
    </Modal>
  );
}

function Deeds({ opening }: { readonly opening: Opening }) {
  const t = useWords();
  const formats = useFormats();
  const deeds = useQuery(emergencyDeedsQuery(useClient(), opening));
  if (deeds.isError) return <ProblemAlert {...describeProblem(t, deeds.error)} onRetry={() => void deeds.refetch()} />;
  return (
    <Stack gap="sm">
      <Text fz="sm">{t('emergencies.lookedHelp')}</Text>
      <RecordList<Deed>
        label={t('emergencies.looked')}
        rows={deeds.data && deedsOf(deeds.data.entries)}
        rowKey={({ key }) => key}
        empty={t('emergencies.lookedAtNothing')}
        columns={[
          { label: t('access.did'), cell: ({ action }) => describeAction(t, action) },
          { label: t('studies.description'), cell: ({ studyId }) => <bdi>{descriptionOf(opening, studyId)}</bdi> },
          { label: t('access.howOften'), cell: ({ count }) => t('access.times', { count }) },
          {
            label: t('access.when'),
            cell: ({ first, last }) => {
              const [begun, ended] = [formats.moment(first), formats.moment(last)];
              return begun === ended ? begun : t('emergencies.period', { first: begun, last: formats.time(last) });
            },
          },
        ]}
      />
      {deeds.data?.isCut === true && (
        <Text fz="xs" c="dimmed">
          {t('emergencies.lookedMore')}
        </Text>
      )}
    </Stack>
  );
}

function descriptionOf({ studies }: Opening, studyId: string | undefined): string {
  const study = studies.find((one) => one.studyId === studyId);
  return [study?.studyDate, study?.studyDescription].filter((part) => part !== undefined).join(' · ');
}
