/** Who can see the studies of a patient, and why: every grant that there is for them, with the consents that it rests on. */

import type { PatientGrant, PatientWishes } from '@isocenter/contract/consents';
import { Text } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { RecordList } from '../../ui/record-list.tsx';
import { Grantee, Reason, Validity } from '../access/grant-cells.tsx';
import { Section } from '../account/section.tsx';
import { AnchorLink } from '../shell/links.tsx';
import { describeObject } from './grant-words.ts';

type AccessSectionProps = {
  /** Undefined while the answer is on its way. */
  readonly wishes: PatientWishes | undefined;
};

export function AccessSection({ wishes }: AccessSectionProps) {
  const t = useWords();
  return (
    <Section title={t('patient.access')} help={t('patient.accessHelp')}>
      <RecordList<PatientGrant>
        label={t('patient.access')}
        rows={wishes?.grants}
        rowKey={({ id }) => id}
        empty={t('patient.noAccess')}
        columns={[
          { label: t('access.who'), cell: (grant) => <Grantee grant={grant} /> },
          { label: t('access.what'), cell: (grant) => <What grant={grant} /> },
          { label: t('access.until'), cell: (grant) => <Validity grant={grant} /> },
          {
            label: t('access.why'),
            cell: (grant) => (
              <>
                <Reason grant={grant} />
                <Consents grant={grant} consents={wishes?.consents ?? []} />
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

function What({ grant }: { readonly grant: PatientGrant }) {
  const t = useWords();
  const { level, study } = grant;
  if (study === undefined) return t(`access.level_${level}`);
  return (
    <div>
      <AnchorLink to={pagePaths.study} params={{ studyId: study.id }}>
        <bdi>{describeObject(t, grant)}</bdi>
      </AnchorLink>
      <Text fz="xs" c="dimmed">
        {t(`access.level_${level}`)}
      </Text>
    </div>
  );
}

type ConsentsProps = { readonly grant: PatientGrant; readonly consents: PatientWishes['consents'] };

function Consents({ grant, consents }: ConsentsProps) {
  const t = useWords();
  const formats = useFormats();
  return consents
    .filter(({ grantIds, withdrawn }) => withdrawn === undefined && grantIds.includes(grant.id))
    .map(({ id, purpose, givenOn }) => (
      <Text key={id} fz="xs" c="dimmed">
        {t('patient.restsOn', { purpose: t(`patient.purpose_${purpose}`), day: formats.day(`${givenOn}T12:00:00`) })}
      </Text>
    ));
}
