/** The columns of the audit trail: when, who, what in words, with which outcome, from where, and what else was noted. */

import type { AuditEntry, AuditOutcome } from '@isocenter/contract/audit';
import { Badge, Text } from '@mantine/core';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import type { Formats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import type { RecordColumn } from '../../ui/record-list.tsx';
import { AnchorLink } from '../shell/links.tsx';
import { describeAction, describeDetails, describeSubject } from './event-words.ts';

const colors: Readonly<Record<AuditOutcome, string>> = { success: 'gray', failure: 'orange', denied: 'red' };

export function auditColumns(t: Words, formats: Formats): readonly RecordColumn<AuditEntry>[] {
  return [
    {
      label: t('audit.when'),
      cell: ({ at }) => (
        <time dateTime={at} style={{ whiteSpace: 'nowrap', fontWeight: 500 }}>
          {formats.exactMoment(at)}
        </time>
      ),
      width: 190,
    },
    { label: t('audit.who'), cell: (entry) => <bdi>{describeSubject(t, entry)}</bdi> },
    { label: t('audit.what'), cell: (entry) => <Event entry={entry} />, width: 230 },
    {
      label: t('audit.outcome'),
      cell: ({ outcome }) => (
        <Badge variant="light" color={colors[outcome]} radius="sm">
          {t(`audit.${outcome}`)}
        </Badge>
      ),
      width: 110,
    },
    { label: t('audit.from'), cell: ({ address }) => <bdi>{address ?? ''}</bdi>, width: 130 },
    {
      label: t('audit.details'),
      cell: ({ action, details }) => (
        <Text className="mono" dir="ltr" fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {[action, describeDetails(details)].filter((part) => part !== '').join(' · ')}
        </Text>
      ),
    },
  ];
}

function Event({ entry: { action, object } }: { readonly entry: AuditEntry }) {
  const t = useWords();
  return (
    <div>
      <Text fz="sm" fw={540}>
        {describeAction(t, action)}
      </Text>
      {object !== undefined && (
        <Text fz="xs" c="dimmed">
          {object.patientName !== undefined && object.patientName.display !== '' && (
            <>
              <bdi>{object.patientName.display}</bdi>
              {' · '}
            </>
          )}
          <AuditObject {...object} />
        </Text>
      )}
    </div>
  );
}

/** Studies can be opened from here; of everything else the id is what the rest of the settings call it by. */
function AuditObject({ kind, id }: NonNullable<AuditEntry['object']>) {
  if (id === undefined) return kind;
  const text = `${kind} ${id}`;
  if (kind !== 'study') return text;
  return (
    <AnchorLink to={pagePaths.study} params={{ studyId: id }} fz="inherit" td="underline">
      {text}
    </AnchorLink>
  );
}
