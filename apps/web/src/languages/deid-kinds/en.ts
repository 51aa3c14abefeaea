/** Kinds of what identifies a person, by those of `packages/deid`. */

export const deidKinds = {
  'patient-name': 'Patient’s name',
  'patient-id': 'Patient ID',
  'birth-date': 'Birth date',
  age: 'Age',
  'other-person': 'Name of another person',
  'accession-number': 'Accession number',
  'order-id': 'Number of an order',
  date: 'Date',
  time: 'Time',
  institution: 'Institution',
  address: 'Address',
  phone: 'Telephone number',
  email: 'E-mail address',
  url: 'Web address',
  device: 'Device',
  'other-id': 'Another id',
  text: 'Text',
} as const;
