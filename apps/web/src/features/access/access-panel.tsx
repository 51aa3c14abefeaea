/** Every grant that reaches a study, with its way, its end and its reason; who manages the study revokes and adds. */

import type { Grant } from '@isocenter/contract/grants';
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { grantsQuery, keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { Grantee, Reason, Validity } from './grant-cells.tsx';
import { GrantForm } from './grant-form.tsx';

export function AccessPanel({ studyId }: { readonly studyId: string }) {
  const t = useWords();
  const client = useClient();
  const grants = useQuery(grantsQuery(client, studyId));
  const revoke = useChange({
    perform: (id: string) => client.revokeGrant({ params: { id } }),
    touches: [keys.grants, keys.wishes],
    done: t('access.revoked'),
  });
  if (grants.isError) {
    return <ProblemAlert {...describeProblem(t, grants.error)} onRetry={() => void grants.refetch()} />;
  }
  const mayGive = grants.data?.mayGive ?? [];
  const refused = mayGive.length === 0 ? t('access.mayNot') : undefined;
  return (
    <Stack gap="md">
      <RecordList<Grant>
        label={t('access.title')}
        rows={grants.data?.grants}
        rowKey={({ id }) => id}
        empty={t('access.nobody')}
        columns={[
          { label: t('access.who'), cell: (grant) => <Grantee grant={grant} /> },
          { label: t('access.what'), cell: ({ level }) => t(`access.level_${level}`) },
          {
            label: t('access.may'),
            cell: ({ privileges }) => privileges.map((privilege) => t(`access.privilege_${privilege}`)).join(', '),
          },
          { label: t('access.until'), cell: (grant) => <Validity grant={grant} /> },
          { label: t('access.why'), cell: (grant) => <Reason grant={grant} /> },
        ]}
        actions={({ id }) => (
          <ConfirmButton
            title={t('access.revokeTitle')}
            action={t('access.revoke')}
            onConfirm={() => revoke.mutate(id)}
            trigger={(open) => (
              <ReasonButton size="xs" variant="default" disabledReason={refused} onClick={open}>
                {t('access.revoke')}
              </ReasonButton>
            )}
          >
            {t('access.revokeQuestion')}
          </ConfirmButton>
        )}
      />
      <Text fz="sm" c="dimmed">
        {t('access.administrators')}
      </Text>
      <GrantForm studyId={studyId} mayGive={mayGive} />
    </Stack>
  );
}
