/** Rules: what is done with studies once they are settled, in order. */

import type { Rule } from '@isocenter/contract/rules';
import { ActionIcon, Badge, Group, Modal, Switch, Text, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, rulesQuery } from '../../api/queries.ts';
import { describeRule } from '../../features/rules/describe-rule.ts';
import { RuleForm } from '../../features/rules/rule-form.tsx';
import { RuleTrialPanel } from '../../features/rules/rule-trial-panel.tsx';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function RulesPage() {
  usePageTitle('Rules');
  const isAdmin = useIsAdmin();
  const [edited, setEdited] = useState<Rule | 'new'>();
  const [isTrying, setIsTrying] = useState(false);
  const forAdmins = isAdmin ? undefined : 'Only administrators make rules';
  return (
    <PageFrame
      title="Rules"
      description="What is done with a study once nothing more of it comes. Rules are applied from the top to the bottom, or to one that stops."
      actions={
        <Group gap="xs">
          <ReasonButton variant="default" disabledReason={forAdmins} onClick={() => setIsTrying(true)}>
            Try on a study
          </ReasonButton>
          <ReasonButton
            leftSection={<IconPlus size={16} />}
            disabledReason={forAdmins}
            onClick={() => setEdited('new')}
          >
            Add a rule
          </ReasonButton>
        </Group>
      }
    >
      <AdminOnly>
        <Rules onEdit={setEdited} />
      </AdminOnly>
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === 'new' ? 'Add a rule' : 'Change the rule'}
        size="xl"
      >
        {edited !== undefined && (
          <RuleForm rule={edited === 'new' ? undefined : edited} onSaved={() => setEdited(undefined)} />
        )}
      </Modal>
      <Modal opened={isTrying} onClose={() => setIsTrying(false)} title="Try all rules on a study" size="xl">
        <RuleTrialPanel />
      </Modal>
    </PageFrame>
  );
}

function Rules({ onEdit }: { readonly onEdit: (rule: Rule) => void }) {
  const t = useWords();
  const client = useClient();
  const rules = useQuery(rulesQuery(client));
  const touches = [keys.rules];
  const remove = useChange({
    perform: (id: string) => client.deleteRule({ params: { id } }),
    touches,
    done: 'The rule has been removed.',
  });
  const order = useChange({ perform: (ids: string[]) => client.orderRules({ body: { ids } }), touches });
  const turn = useChange({
    perform: ({ id, changedAt: _, fired: __, lastFiredAt: ___, ...rule }: Rule) =>
      client.updateRule({ params: { id }, body: { ...rule, enabled: !rule.enabled } }),
    touches,
  });
  if (rules.isError) return <ProblemAlert {...describeProblem(t, rules.error)} onRetry={() => void rules.refetch()} />;
  const listed = rules.data?.rules ?? [];
  const move = (from: number, to: number) => {
    const ids = listed.map(({ id }) => id);
    const [moved] = ids.splice(from, 1);
    if (moved !== undefined) order.mutate(ids.toSpliced(to, 0, moved));
  };
  const columns: readonly RecordColumn<Rule>[] = [
    {
      label: 'Name',
      cell: (rule) => (
        <span>
          {rule.name}{' '}
          {rule.trigger === 'series' && (
            <Badge variant="light" color="gray" radius="sm" size="sm">
              Series
            </Badge>
          )}
        </span>
      ),
    },
    {
      label: 'Does',
      cell: (rule) => (
        <span>
          {describeRule(rule).does}
          <Text component="span" display="block" fz="xs" c="dimmed">
            {describeRule(rule).when}
          </Text>
        </span>
      ),
    },
    {
      label: 'Fired',
      cell: (rule) =>
        rule.lastFiredAt === undefined ? (
          'never'
        ) : (
          <Tooltip label={<Moment at={rule.lastFiredAt} />}>
            <span>{rule.fired.toLocaleString()}</span>
          </Tooltip>
        ),
    },
    {
      label: 'On',
      cell: (rule) => (
        <Switch
          aria-label={`${rule.name} is on`}
          checked={rule.enabled}
          disabled={turn.isPending}
          onChange={() => turn.mutate(rule)}
        />
      ),
    },
  ];
  return (
    <RecordList
      label="Rules"
      columns={columns}
      rows={rules.data?.rules}
      rowKey={(rule) => rule.id}
      empty="There are no rules yet. Studies stay here until somebody sends them on."
      actions={(rule) => {
        const at = listed.indexOf(rule);
        return (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            <MoveButton label={`Move ${rule.name} up`} up disabled={at <= 0} onClick={() => move(at, at - 1)} />
            <MoveButton
              label={`Move ${rule.name} down`}
              disabled={at === listed.length - 1}
              onClick={() => move(at, at + 1)}
            />
            <ActionIcon variant="default" size={26} aria-label={`Change ${rule.name}`} onClick={() => onEdit(rule)}>
              <IconPencil size={15} />
            </ActionIcon>
            <ConfirmButton
              title={`Remove ${rule.name}?`}
              action="Remove"
              onConfirm={() => remove.mutate(rule.id)}
              trigger={(open) => (
                <ActionIcon variant="default" size={26} aria-label={`Remove ${rule.name}`} onClick={open}>
                  <IconTrash size={15} />
                </ActionIcon>
              )}
            >
              What it has done stays done.
            </ConfirmButton>
          </Group>
        );
      }}
    />
  );
}

type MoveProps = {
  readonly label: string;
  readonly up?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
};

function MoveButton({ label, up = false, disabled, onClick }: MoveProps) {
  return (
    <ActionIcon variant="default" size={26} aria-label={label} disabled={disabled} onClick={onClick}>
      {up ? <IconArrowUp size={15} /> : <IconArrowDown size={15} />}
    </ActionIcon>
  );
}
