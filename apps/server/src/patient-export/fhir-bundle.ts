/**
 * What is known of a patient as a FHIR R4 bundle (hl7.org/fhir/R4): Patient, an ImagingStudy for each study, and an AuditEvent for
 * each who looked. A collection: nothing in it refers to a server. Names of other patients are in none of it.
 */

import type { Access } from '@isocenter/contract/audit';

export type ExportedSeries = {
  readonly uid: string;
  readonly number: number | null;
  readonly modality: string;
  readonly description: string;
  readonly bodyPart: string;
  readonly instances: readonly { readonly uid: string; readonly sopClassUid: string; readonly number: number | null }[];
};

export type ExportedStudy = {
  readonly uid: string;
  readonly date: string;
  readonly description: string;
  readonly accessionNumber: string;
  readonly referringPhysician: string;
  readonly institution: string;
  readonly modalities: readonly string[];
  readonly series: readonly ExportedSeries[];
};

export type ExportedPatient = {
  readonly id: number;
  readonly patientId: string;
  readonly issuer: string;
  /** DICOM Person Name, PS3.5 §6.2.1.2. */
  readonly name: string;
  /** `YYYYMMDD` or empty. */
  readonly birthDate: string;
  readonly sex: string;
  readonly studies: readonly ExportedStudy[];
  readonly accesses: readonly Access[];
};

const dicomSystem = 'http://dicom.nema.org/resources/ontology/DCM';
const genders: Readonly<Record<string, string>> = { M: 'male', F: 'female', O: 'other' };

export function buildBundle(patient: ExportedPatient, at: Date): object {
  const entries = [
    patientResource(patient),
    ...patient.studies.map((study) => studyResource(patient, study)),
    ...patient.accesses.map((access, index) => accessResource(patient, access, index)),
  ];
  return {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: at.toISOString(),
    entry: entries.map((resource) => ({ fullUrl: `urn:isocenter:${resource.resourceType}/${resource.id}`, resource })),
  };
}

function patientResource({ id, patientId, issuer, name, birthDate, sex }: ExportedPatient) {
  const gender = genders[sex];
  const date = isoDate(birthDate);
  return {
    resourceType: 'Patient',
    id: String(id),
    ...(patientId !== '' && {
      identifier: [{ ...(issuer !== '' && { assigner: { display: issuer } }), value: patientId }],
    }),
    ...(name !== '' && { name: [humanName(name)] }),
    ...(gender !== undefined && { gender }),
    ...(date !== undefined && { birthDate: date }),
  };
}

/** The alphabetic group: family, given, middle, prefix and suffix. */
function humanName(name: string) {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = (name.split('=')[0] ?? '').split('^');
  const givens = [given, middle].filter((part) => part !== '');
  return {
    text: [prefix, given, middle, family, suffix].filter((part) => part !== '').join(' '),
    ...(family !== '' && { family }),
    ...(givens.length > 0 && { given: givens }),
    ...(prefix !== '' && { prefix: [prefix] }),
    ...(suffix !== '' && { suffix: [suffix] }),
  };
}

function studyResource({ id }: ExportedPatient, study: ExportedStudy) {
  const started = isoDate(study.date);
  const instances = study.series.reduce((sum, series) => sum + series.instances.length, 0);
  return {
    resourceType: 'ImagingStudy',
    id: study.uid.replaceAll('.', '-').slice(0, 64),
    identifier: [
      { system: 'urn:dicom:uid', value: `urn:oid:${study.uid}` },
      ...(study.accessionNumber === '' ? [] : [{ type: { text: 'Accession Number' }, value: study.accessionNumber }]),
    ],
    status: 'available',
    subject: { reference: `urn:isocenter:Patient/${id}` },
    ...(started !== undefined && { started }),
    ...(study.description !== '' && { description: study.description }),
    ...(study.referringPhysician !== '' && { referrer: { display: humanName(study.referringPhysician).text } }),
    ...(study.institution !== '' && { location: { display: study.institution } }),
    modality: study.modalities.map((code) => ({ system: dicomSystem, code })),
    numberOfSeries: study.series.length,
    numberOfInstances: instances,
    series: study.series.map((series) => ({
      uid: series.uid,
      ...(series.number !== null && series.number >= 0 && { number: series.number }),
      modality: { system: dicomSystem, code: series.modality === '' ? 'OT' : series.modality },
      ...(series.description !== '' && { description: series.description }),
      ...(series.bodyPart !== '' && { bodySite: { display: series.bodyPart } }),
      numberOfInstances: series.instances.length,
      instance: series.instances.map(({ uid, sopClassUid, number }) => ({
        uid,
        sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${sopClassUid}` },
        ...(number !== null && number >= 0 && { number }),
      })),
    })),
  };
}

/** Several accesses of the same kind by the same agent are one, from the first to the last. */
function accessResource({ id }: ExportedPatient, access: Access, index: number) {
  const { subject, kind, first, last, entries } = access;
  return {
    resourceType: 'AuditEvent',
    id: `access-${index + 1}`,
    type: { system: dicomSystem, code: '110103', display: 'DICOM Instances Accessed' },
    action: kind === 'change' ? 'U' : 'R',
    period: { start: first, end: last },
    recorded: last,
    outcome: kind === 'refused' ? '4' : '0',
    outcomeDesc: `${kind}, ${entries} times`,
    agent: [
      {
        requestor: true,
        who: { display: subject.name ?? [subject.kind, subject.id].filter((part) => part !== undefined).join(' ') },
      },
    ],
    source: { observer: { display: 'Isocenter' } },
    entity: [{ what: { reference: `urn:isocenter:Patient/${id}` } }],
  };
}

function isoDate(dicomDate: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(dicomDate);
  return match === null ? undefined : `${match[1]}-${match[2]}-${match[3]}`;
}
