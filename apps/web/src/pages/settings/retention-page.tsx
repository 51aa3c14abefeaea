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
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columns: readonly RecordColumn<RetentionRule>[] = [
  {
    label: 'Rule',
    cell: (rule) => (
      <div>
        {rule.name}{' '}
        <Badge variant="light" color={rule.enabled ? 'teal' : 'gray'} radius="sm" size="sm">
          {rule.enabled ? 'On' : 'Off'}
        </Badge>
      </div>
    ),
  },
  { label: 'Goes after', cell: (rule) => `${rule.days.toLocaleString()} days since ${bases[rule.basis]}` },
  { label: 'Modalities', cell: (rule) => (rule.modalities.length === 0 ? 'any' : rule.modalities.join(', ')) },
  { label: 'From', cell: (rule) => (rule.senders.length === 0 ? 'anybody' : rule.senders.join(', ')) },
  {
    label: 'Last run',
    cell: (rule) => (
      <div>
        <Moment at={rule.lastRunAt} />
        {rule.lastRunStudies !== undefined && (
          <Text fz="xs" c="dimmed">
            {rule.lastRunStudies.toLocaleString()} studies
          </Text>
        )}
      </div>
    ),
    width: 170,
  },
];

export function RetentionPage() {
  usePageTitle('Retention');
  const isAdmin = useIsAdmin();
  const [edited, setEdited] = useState<RetentionRule | 'new'>();
  return (
    <PageFrame
      title="Retention"
      description="Rules that put studies into the trash once a day. What has a legal hold stays, whatever a rule says."
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : 'Only administrators add rules'}
          onClick={() => setEdited('new')}
        >
          Add a rule
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Rules onEdit={setEdited} />
      </AdminOnly>
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === 'new' ? 'Add a rule' : 'Change the rule'}
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
    done: 'The rule has been removed.',
  });
  if (rules.isError) return <ProblemAlert {...describeProblem(t, rules.error)} onRetry={() => void rules.refetch()} />;
  return (
    <RecordList
      label="Retention rules"
      columns={columns}
      rows={rules.data?.rules}
      rowKey={(rule) => rule.id}
      empty="There are no rules: nothing is deleted by itself."
      actions={(rule) => (
        <Group gap={6} wrap="nowrap" justify="flex-end">
          <ReasonButton size="compact-sm" variant="default" onClick={() => onEdit(rule)}>
            Change…
          </ReasonButton>
          <ConfirmButton
            title={`Remove ${rule.name}?`}
            action="Remove"
            onConfirm={() => remove.mutate(rule.id)}
            trigger={(open) => (
              <ReasonButton size="compact-sm" variant="default" onClick={open}>
                Remove…
              </ReasonButton>
            )}
          >
            It puts nothing into the trash any more. What it has put there stays.
          </ConfirmButton>
        </Group>
      )}
    />
  );
}
