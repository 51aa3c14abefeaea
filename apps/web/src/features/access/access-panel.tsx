/** Every grant that reaches a study, with its way, its end and its reason; who manages the study revokes and adds. */

import type { Grant } from '@isocenter/contract/grants';
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { grantsQuery, keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { useChange } from '../settings/use-change.ts';
import { GrantForm } from './grant-form.tsx';

export function AccessPanel({ studyId }: { readonly studyId: string }) {
  const t = useWords();
  const client = useClient();
  const grants = useQuery(grantsQuery(client, studyId));
  const revoke = useChange({
    perform: (id: string) => client.revokeGrant({ params: { id } }),
    touches: [keys.grants],
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

function Grantee({ grant: { granteeKind, granteeName, members } }: { readonly grant: Grant }) {
  const t = useWords();
  const kind = t(`access.kind_${granteeKind}`);
  const isGroup = granteeKind === 'team' || granteeKind === 'organisation' || granteeKind === 'patient';
  return (
    <div>
      <Text fz="sm">{granteeName ?? kind}</Text>
      {granteeName !== undefined && (
        <Text fz="xs" c="dimmed">
          {kind}
        </Text>
      )}
      {isGroup && (
        <Text fz="xs" c="dimmed">
          {members.length === 0 ? t('access.noMembers') : t('access.members', { names: members.join(', ') })}
        </Text>
      )}
    </div>
  );
}

function Validity({ grant: { notBefore, expiresAt } }: { readonly grant: Grant }) {
  const t = useWords();
  const formats = useFormats();
  const isToCome = notBefore !== undefined && new Date(notBefore) > new Date();
  return (
    <div>
      {expiresAt === undefined ? t('access.withoutEnd') : formats.moment(expiresAt)}
      {isToCome && (
        <Text fz="xs" c="dimmed">
          {t('access.from', { day: formats.moment(notBefore) })}
        </Text>
      )}
    </div>
  );
}

function Reason({ grant: { origin, reason, grantedBy, grantedAt } }: { readonly grant: Grant }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <div>
      <Text fz="sm">
        {origin === 'person'
          ? reason
          : origin === 'emergency'
            ? t('access.origin_emergency', { reason })
            : t(`access.origin_${origin}`)}
      </Text>
      <Text fz="xs" c="dimmed">
        {origin === 'arrival'
          ? formats.day(grantedAt)
          : t('access.byOn', { name: grantedBy, day: formats.day(grantedAt) })}
      </Text>
    </div>
  );
}
