/** Legal holds: what may not be deleted, since when and why. */

export const holds = {
  title: 'Legal holds',
  description:
    'What is on hold cannot be deleted or purged by anybody or any rule. A hold is placed on the page of a study.',
  patient: 'Patient',
  nothingHere: 'Nothing of it is here',
  holds: 'Holds',
  allOfPatient: 'All of the patient',
  oneStudy: 'One study',
  why: 'Why',
  placed: 'Placed',
  released: 'Released',
  inForce: 'in force',
  releasedNow: 'The hold is released.',
  nothing: 'Nothing is on hold.',
  releasedAlready: 'It is released already',
  releaseButton: 'Release…',
  releaseQuestion: 'Release the hold?',
  release: 'Release',
  releaseDetail: 'What it covered can be deleted again, by people and by rules.',
  by: 'by {name}',
} as const;
