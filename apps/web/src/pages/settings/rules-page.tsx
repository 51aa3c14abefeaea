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
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function RulesPage() {
  const t = useWords();
  usePageTitle(t('rules.title'));
  const isAdmin = useIsAdmin();
  const [edited, setEdited] = useState<Rule | 'new'>();
  const [isTrying, setIsTrying] = useState(false);
  const forAdmins = isAdmin ? undefined : t('rules.onlyAdministrators');
  return (
    <PageFrame
      title={t('rules.title')}
      description={t('rules.description')}
      actions={
        <Group gap="xs">
          <ReasonButton variant="default" disabledReason={forAdmins} onClick={() => setIsTrying(true)}>
            {t('rules.tryOnStudy')}
          </ReasonButton>
          <ReasonButton
            leftSection={<IconPlus size={16} />}
            disabledReason={forAdmins}
            onClick={() => setEdited('new')}
          >
            {t('rules.add')}
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
        title={edited === 'new' ? t('rules.add') : t('rules.change')}
        size="xl"
      >
        {edited !== undefined && (
          <RuleForm rule={edited === 'new' ? undefined : edited} onSaved={() => setEdited(undefined)} />
        )}
      </Modal>
      <Modal opened={isTrying} onClose={() => setIsTrying(false)} title={t('rules.tryAll')} size="xl">
        <RuleTrialPanel />
      </Modal>
    </PageFrame>
  );
}

function Rules({ onEdit }: { readonly onEdit: (rule: Rule) => void }) {
  const formats = useFormats();
  const t = useWords();
  const client = useClient();
  const rules = useQuery(rulesQuery(client));
  const touches = [keys.rules];
  const remove = useChange({
    perform: (id: string) => client.deleteRule({ params: { id } }),
    touches,
    done: t('rules.removed'),
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
  const columnsOf = (t: Words): readonly RecordColumn<Rule>[] => [
    {
      label: t('shared.name'),
      cell: (rule) => (
        <span>
          <bdi>{rule.name}</bdi>{' '}
          {rule.trigger === 'series' && (
            <Badge variant="light" color="gray" radius="sm" size="sm">
              {t('rules.series')}
            </Badge>
          )}
        </span>
      ),
    },
    {
      label: t('rules.does'),
      cell: (rule) => (
        <span>
          {describeRule(t, rule).does}
          <Text component="span" display="block" fz="xs" c="dimmed">
            {describeRule(t, rule).when}
          </Text>
        </span>
      ),
    },
    {
      label: t('rules.fired'),
      cell: (rule) =>
        rule.lastFiredAt === undefined ? (
          t('shared.never')
        ) : (
          <Tooltip label={<Moment at={rule.lastFiredAt} />}>
            <span>{formats.number(rule.fired)}</span>
          </Tooltip>
        ),
    },
    {
      label: t('shared.on'),
      cell: (rule) => (
        <Switch
          aria-label={t('rules.isOn', { name: rule.name })}
          checked={rule.enabled}
          disabled={turn.isPending}
          onChange={() => turn.mutate(rule)}
        />
      ),
    },
  ];
  return (
    <RecordList
      label={t('rules.title')}
      columns={columnsOf(t)}
      rows={rules.data?.rules}
      rowKey={(rule) => rule.id}
      empty={t('rules.none')}
      actions={(rule) => {
        const at = listed.indexOf(rule);
        return (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            <MoveButton
              label={t('rules.moveUp', { name: rule.name })}
              up
              disabled={at <= 0}
              onClick={() => move(at, at - 1)}
            />
            <MoveButton
              label={t('rules.moveDown', { name: rule.name })}
              disabled={at === listed.length - 1}
              onClick={() => move(at, at + 1)}
            />
            <ActionIcon
              variant="default"
              size={26}
              aria-label={t('rules.changeName', { name: rule.name })}
              onClick={() => onEdit(rule)}
            >
              <IconPencil size={15} />
            </ActionIcon>
            <ConfirmButton
              title={t('rules.removeQuestion', { name: rule.name })}
              action={t('rules.remove')}
              onConfirm={() => remove.mutate(rule.id)}
              trigger={(open) => (
                <ActionIcon
                  variant="default"
                  size={26}
                  aria-label={t('rules.removeName', { name: rule.name })}
                  onClick={open}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              )}
            >
              {t('rules.removeDetail')}
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
