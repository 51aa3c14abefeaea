/** Retention rules: what goes into the trash by itself. Off until somebody switches them on, tried before that. */

import type { RetentionRule } from '@isocenter/contract/retention';
import { Badge, Group, Modal, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, retentionRulesQuery } from '../../api/queries.ts';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import { bases, RetentionForm } from '../../features/storage/retention-form.tsx';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columnsOf = (t: Words): readonly RecordColumn<RetentionRule>[] => [
  {
    label: t('retention.rule'),
    cell: (rule) => (
      <div>
        <bdi>{rule.name}</bdi>{' '}
        <Badge variant="light" color={rule.enabled ? 'teal' : 'gray'} radius="sm" size="sm">
          {rule.enabled ? t('shared.on') : t('shared.off')}
        </Badge>
      </div>
    ),
  },
  {
    label: t('retention.goesAfter'),
    cell: (rule) => t('retention.daysSince', { days: rule.days, basis: t(bases[rule.basis]) }),
  },
  {
    label: t('retention.modalities'),
    cell: (rule) => (rule.modalities.length === 0 ? t('retention.any') : rule.modalities.join(', ')),
  },
  {
    label: t('retention.from'),
    cell: (rule) => (rule.senders.length === 0 ? t('retention.anybody') : rule.senders.join(', ')),
  },
  {
    label: t('retention.lastRun'),
    cell: (rule) => (
      <div>
        <Moment at={rule.lastRunAt} />
        {rule.lastRunStudies !== undefined && (
          <Text fz="xs" c="dimmed">
            {t('studies.count', { count: rule.lastRunStudies })}
          </Text>
        )}
      </div>
    ),
    width: 170,
  },
];

export function RetentionPage() {
  const t = useWords();
  usePageTitle(t('retention.title'));
  const isAdmin = useIsAdmin();
  const [edited, setEdited] = useState<RetentionRule | 'new'>();
  return (
    <PageFrame
      title={t('retention.title')}
      description={t('retention.description')}
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : t('retention.onlyAdministrators')}
          onClick={() => setEdited('new')}
        >
          {t('retention.add')}
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Rules onEdit={setEdited} />
      </AdminOnly>
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === 'new' ? t('retention.add') : t('retention.change')}
        size="lg"
      >
        {edited !== undefined && (
          <RetentionForm rule={edited === 'new' ? undefined : edited} onSaved={() => setEdited(undefined)} />
        )}
      </Modal>
    </PageFrame>
  );
}

function Rules({ onEdit }: { readonly onEdit: (rule: RetentionRule) => void }) {
  const t = useWords();
  const client = useClient();
  const rules = useQuery(retentionRulesQuery(client));
  const remove = useChange({
    perform: (id: string) => client.deleteRetentionRule({ params: { id } }),
    touches: [keys.retention],
    done: t('retention.removed'),
  });
  if (rules.isError) return <ProblemAlert {...describeProblem(t, rules.error)} onRetry={() => void rules.refetch()} />;
  return (
    <RecordList
      label={t('retention.rules')}
      columns={columnsOf(t)}
      rows={rules.data?.rules}
      rowKey={(rule) => rule.id}
      empty={t('retention.none')}
      actions={(rule) => (
        <Group gap={6} wrap="nowrap" justify="flex-end">
          <ReasonButton size="compact-sm" variant="default" onClick={() => onEdit(rule)}>
            {t('retention.changeButton')}
          </ReasonButton>
          <ConfirmButton
            title={t('retention.removeQuestion', { name: rule.name })}
            action={t('retention.remove')}
            onConfirm={() => remove.mutate(rule.id)}
            trigger={(open) => (
              <ReasonButton size="compact-sm" variant="default" onClick={open}>
                {t('retention.removeButton')}
              </ReasonButton>
            )}
          >
            {t('retention.removeDetail')}
          </ConfirmButton>
        </Group>
      )}
    />
  );
}
