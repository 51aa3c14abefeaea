/** What a grant says, in cells of a table: who, until when, and why. */

import type { Grant } from '@isocenter/contract/grants';
import { Text } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';

export function Grantee({ grant: { granteeKind, granteeName, members } }: { readonly grant: Grant }) {
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

export function Validity({ grant: { notBefore, expiresAt } }: { readonly grant: Grant }) {
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

export function Reason({ grant: { origin, reason, grantedBy, grantedAt } }: { readonly grant: Grant }) {
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
