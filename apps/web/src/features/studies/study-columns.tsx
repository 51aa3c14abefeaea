/** The columns of the list of studies: heading, order, what a cell shows. */

import type { StudySort, StudySummary } from '@isocenter/contract/studies';
import type { ReactNode } from 'react';
import { ModalityBadges } from '../../ui/modality-badge.tsx';
import { nameOf } from './patient-name.ts';
import { describeReceived } from './received-time.ts';
import { StudyLabels, StudyState } from './study-state.tsx';
import classes from './study-table.module.css';

export type StudyColumn = {
  readonly sort: StudySort;
  readonly label: string;
  readonly align?: 'right';
  /** The class that gives the column its place and hides it where there is no room. */
  readonly className: string | undefined;
  readonly cell: (study: StudySummary, now: Date) => ReactNode;
};

export const columns: readonly StudyColumn[] = [
  { sort: 'patientName', label: 'Patient', className: classes.patient, cell: (study) => <PatientName study={study} /> },
  { sort: 'patientId', label: 'Patient ID', className: classes.patientId, cell: (study) => study.patientId },
  {
    sort: 'studyDate',
    label: 'Study date',
    className: classes.date,
    cell: (study) => (
      <>
        {study.studyDate} <span className={classes.dim}>{study.studyTime?.slice(0, 5)}</span>
      </>
    ),
  },
  {
    sort: 'modality',
    label: 'Modality',
    className: classes.modality,
    cell: (study) => <ModalityBadges modalities={study.modalities} limit={2} />,
  },
  {
    sort: 'description',
    label: 'Description',
    className: classes.description,
    cell: (study) => <Description study={study} />,
  },
  { sort: 'accessionNumber', label: 'Accession', className: classes.accession, cell: (study) => study.accessionNumber },
  {
    sort: 'instances',
    label: 'Images',
    align: 'right',
    className: classes.images,
    cell: (study) => study.instanceCount.toLocaleString(),
  },
  {
    sort: 'received',
    label: 'Received',
    className: classes.received,
    cell: (study, now) => (
      <span title={new Date(study.receivedAt).toLocaleString()}>{describeReceived(study.receivedAt, now)}</span>
    ),
  },
];

/** Name, then what tells two people of one name apart. */
function PatientName({ study }: { readonly study: StudySummary }) {
  const about = [study.patientSex, study.patientBirthDate].filter((part) => part !== undefined).join(' · ');
  return (
    <>
      <span className={study.patientName.display === '' ? classes.dim : classes.name}>{nameOf(study)}</span>
      {about !== '' && <span className={classes.about}>{about}</span>}
    </>
  );
}

/** What the study is, whether more of it is expected, and its labels. */
function Description({ study }: { readonly study: StudySummary }) {
  return (
    <>
      {study.description} {(study.state === 'arriving' || study.state === 'incomplete') && <StudyState study={study} />}{' '}
      <StudyLabels labels={study.labels} />
    </>
  );
}
