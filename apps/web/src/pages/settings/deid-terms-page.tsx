/** The lists of words that all projects of de-identification go by: seen, added to, and taken from. */

import type { DeidTerm } from '@isocenter/contract/deid-projects';
import { Badge, Stack, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { deidTermsQuery, keys } from '../../api/queries.ts';
import { TermForm } from '../../features/deid/term-form.tsx';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import { ButtonLink } from '../../features/shell/links.tsx';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

const colors = { block: 'red', allow: 'teal', gray: 'gray' } as const;
const names = { block: 'deid.listBlock', allow: 'deid.listAllow', gray: 'deid.listGray' } as const;

const columnsOf = (t: Words): readonly RecordColumn<DeidTerm>[] => [
  { label: t('deid.word'), cell: ({ term }) => <bdi>{term}</bdi>, width: '30%' },
  {
    label: t('deid.list'),
    cell: ({ list }) => (
      <Badge variant="light" color={colors[list]}>
        {t(names[list])}
      </Badge>
    ),
  },
  {
    label: t('deid.termSource'),
    cell: ({ source, addedBy }) => (
      <Stack gap={2}>
        <Text fz="sm">{source === 'case' ? t('deid.fromCase') : t('deid.fromPerson')}</Text>
        <Text fz="xs" c="dimmed">
          <bdi>{addedBy}</bdi>
        </Text>
      </Stack>
    ),
  },
  { label: t('deid.addedAt'), cell: ({ addedAt }) => <Moment at={addedAt} />, width: 170 },
];

export function DeidTermsPage() {
  const t = useWords();
  usePageTitle(t('deid.lists'));
  return (
    <PageFrame
      title={t('deid.lists')}
      description={t('deid.listsDescription')}
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
        <Stack gap="lg">
          <TermForm source="person" />
          <Terms />
        </Stack>
      </AdminOnly>
    </PageFrame>
  );
}

function Terms() {
  const t = useWords();
  const client = useClient();
  const terms = useQuery(deidTermsQuery(client));
  const remove = useChange({
    perform: (id: string) => client.deleteDeidTerm({ params: { id } }),
    touches: [keys.deidTerms, keys.deidPreviews],
    done: t('deid.termRemoved'),
  });
  if (terms.isError) return <ProblemAlert {...describeProblem(t, terms.error)} onRetry={() => void terms.refetch()} />;
  return (
    <RecordList
      label={t('deid.lists')}
      columns={columnsOf(t)}
      rows={terms.data?.terms}
      rowKey={({ id }) => id}
      empty={t('deid.noTerms')}
      actions={({ id }) => (
        <ReasonButton size="compact-sm" variant="default" onClick={() => remove.mutate(id)}>
          {t('deid.removeTerm')}
        </ReasonButton>
      )}
    />
  );
}
