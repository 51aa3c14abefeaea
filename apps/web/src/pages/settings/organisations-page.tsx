/** Organisations with their members, and who is granted what newly arrives. */

import { Group, Modal, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys, organisationsQuery } from '../../api/queries.ts';
import { NewStudiesChoice } from '../../features/organisations/new-studies-choice.tsx';
import { type Organisation, OrganisationForm } from '../../features/organisations/organisation-form.tsx';
import { useIsAdmin } from '../../features/session/use-session.ts';
import { AdminOnly } from '../../features/settings/admin-only.tsx';
import { useChange } from '../../features/settings/use-change.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

const columnsOf = (t: Words): readonly RecordColumn<Organisation>[] => [
  { label: t('organisations.name'), cell: ({ name }) => <bdi>{name}</bdi> },
  {
    label: t('organisations.members'),
    cell: ({ members, services }) => {
      const names = [...members, ...services].map(({ name }) => name);
      return <bdi>{names.length === 0 ? t('organisations.noMembers') : names.join(', ')}</bdi>;
    },
  },
  {
    label: t('organisations.seesNew'),
    cell: ({ seesNewStudies }) => t(seesNewStudies ? 'organisations.sees' : 'organisations.seesNot'),
  },
];

export function OrganisationsPage() {
  const t = useWords();
  usePageTitle(t('organisations.title'));
  const isAdmin = useIsAdmin();
  const [edited, setEdited] = useState<Organisation | 'new'>();
  const title =
    edited === undefined || edited === 'new'
      ? t('organisations.add')
      : t('organisations.changeTitle', { name: edited.name });
  return (
    <PageFrame
      title={t('organisations.title')}
      description={t('organisations.description')}
      actions={
        <ReasonButton
          leftSection={<IconPlus size={16} />}
          disabledReason={isAdmin ? undefined : t('organisations.onlyAdministrators')}
          onClick={() => setEdited('new')}
        >
          {t('organisations.add')}
        </ReasonButton>
      }
    >
      <AdminOnly>
        <Organisations onEdit={setEdited} />
      </AdminOnly>
      <Modal opened={edited !== undefined} onClose={() => setEdited(undefined)} title={title}>
        {edited !== undefined && (
          <OrganisationForm organisation={edited === 'new' ? undefined : edited} onSaved={() => setEdited(undefined)} />
        )}
      </Modal>
    </PageFrame>
  );
}

function Organisations({ onEdit }: { readonly onEdit: (organisation: Organisation) => void }) {
  const t = useWords();
  const client = useClient();
  const list = useQuery(organisationsQuery(client));
  const close = useChange({
    perform: (id: string) => client.closeOrganisation({ params: { id } }),
    touches: [keys.organisations, keys.grants],
    done: t('organisations.closed'),
  });
  if (list.isError) return <ProblemAlert {...describeProblem(t, list.error)} onRetry={() => void list.refetch()} />;
  return (
    <Stack gap="lg">
      {list.data !== undefined && <NewStudiesChoice key={list.data.newStudies} {...list.data} />}
      <RecordList
        label={t('organisations.title')}
        columns={columnsOf(t)}
        rows={list.data?.organisations}
        rowKey={({ id }) => id}
        empty={t('organisations.none')}
        actions={(organisation) => (
          <Group gap={6} justify="flex-end">
            <ReasonButton size="compact-sm" variant="default" onClick={() => onEdit(organisation)}>
              {t('organisations.change')}
            </ReasonButton>
            <ConfirmButton
              title={t('organisations.closeQuestion', { name: organisation.name })}
              action={t('organisations.closeAction')}
              onConfirm={() => close.mutate(organisation.id)}
              trigger={(open) => (
                <ReasonButton size="compact-sm" variant="default" onClick={open}>
                  {t('organisations.close')}
                </ReasonButton>
              )}
            >
              {t('organisations.closeDetail')}
            </ConfirmButton>
          </Group>
        )}
      />
    </Stack>
  );
}
