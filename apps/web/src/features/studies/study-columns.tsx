/** The columns of the list of studies: heading, order, what a cell shows. */

import type { StudySort, StudySummary } from '@isocenter/contract/studies';
import type { ReactNode } from 'react';
import type { WordKey } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ModalityBadges } from '../../ui/modality-badge.tsx';
import { nameOf } from './patient-name.ts';
import { describeReceived } from './received-time.ts';
import { StudyLabels, StudyState } from './study-state.tsx';
import classes from './study-table.module.css';

export type StudyColumn = {
  readonly sort: StudySort;
  readonly label: WordKey;
  readonly align?: 'end';
  /** The class that gives the column its place and hides it where there is no room. */
  readonly className: string | undefined;
  readonly cell: (study: StudySummary) => ReactNode;
};

export const columns: readonly StudyColumn[] = [
  {
    sort: 'patientName',
    label: 'studies.patient',
    className: classes.patient,
    cell: (study) => <PatientName study={study} />,
  },
  {
    sort: 'patientId',
    label: 'studies.patientId',
    className: classes.patientId,
    cell: (study) => <bdi>{study.patientId}</bdi>,
  },
  {
    sort: 'studyDate',
    label: 'studies.studyDate',
    className: classes.date,
    cell: (study) => (
      <>
        {study.studyDate} <span className={classes.dim}>{study.studyTime?.slice(0, 5)}</span>
      </>
    ),
  },
  {
    sort: 'modality',
    label: 'studies.modality',
    className: classes.modality,
    cell: (study) => <ModalityBadges modalities={study.modalities} limit={2} />,
  },
  {
    sort: 'description',
    label: 'studies.description',
    className: classes.description,
    cell: (study) => <Description study={study} />,
  },
  {
    sort: 'accessionNumber',
    label: 'studies.accession',
    className: classes.accession,
    cell: (study) => <bdi>{study.accessionNumber}</bdi>,
  },
  {
    sort: 'instances',
    label: 'studies.imagesColumn',
    align: 'end',
    className: classes.images,
    cell: (study) => <Count value={study.instanceCount} />,
  },
  {
    sort: 'received',
    label: 'studies.received',
    className: classes.received,
    cell: (study) => <Received at={study.receivedAt} />,
  },
];

function Count({ value }: { readonly value: number }) {
  return useFormats().number(value);
}

function Received({ at }: { readonly at: string }) {
  const t = useWords();
  const formats = useFormats();
  return <span title={formats.exactMoment(at)}>{describeReceived(t, formats, at, new Date())}</span>;
}

/** Name, then what tells two people of one name apart. */
function PatientName({ study }: { readonly study: StudySummary }) {
  const t = useWords();
  const about = [study.patientSex, study.patientBirthDate].filter((part) => part !== undefined).join(' · ');
  return (
    <>
      <span className={study.patientName.display === '' ? classes.dim : classes.name}>
        <bdi>{nameOf(t, study)}</bdi>
      </span>
      {about !== '' && <bdi className={classes.about}>{about}</bdi>}
    </>
  );
}

/** What the study is, whether more of it is expected, and its labels. */
function Description({ study }: { readonly study: StudySummary }) {
  return (
    <>
      <bdi>{study.description}</bdi>{' '}
      {(study.state === 'arriving' || study.state === 'incomplete') && <StudyState study={study} />}{' '}
      <StudyLabels labels={study.labels} />
    </>
  );
}
