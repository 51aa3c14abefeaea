/** Structured reports and encapsulated documents, PS3.3 §A.35 and §A.45, with identity in each type of content item. */

import type { Attributes } from '@isocenter/dicom/build';
import type { Planter } from '../planter.ts';
import { type ObjectTemplate, storage } from './object-template.ts';

type Item = Attributes;

const concept = (p: Planter, value: string, meaning: string, scheme = 'DCM'): Attributes => ({
  ConceptNameCodeSequence: [p.code(value, scheme, meaning)],
});

function contentItems(p: Planter, kind: 'basic' | 'enhanced'): Item[] {
  const [sopClass, instance] = p.uids.referenced[0] ?? [storage('2'), p.uid()];
  const finding = p.personInText('SR TEXT');
  p.keep(finding, 'nodule', 'right', 'lobe');
  return [
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'PNAME',
      ...concept(p, '121008', 'Person Observer Name'),
      PersonName: p.person('SR PNAME'),
    },
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'UIDREF',
      ...concept(p, '121018', 'Procedure Study Instance UID'),
      UID: p.uids.study,
    },
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'PNAME',
      ...concept(p, '121029', 'Subject Name'),
      PersonName: p.patientName(),
    },
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'TEXT',
      ...concept(p, '121030', 'Subject ID'),
      TextValue: p.patient.patientId,
    },
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'DATE',
      ...concept(p, '121031', 'Subject Birth Date'),
      Date: p.patient.birthDate,
    },
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'TEXT',
      ...concept(p, '121009', "Person Observer's Organization Name"),
      TextValue: `${p.word('SR TEXT')} Hospital`,
    },
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'DATETIME',
      ...concept(p, '111526', 'DateTime Started'),
      DateTime: `${p.date()}101112`,
    },
    {
      RelationshipType: 'CONTAINS',
      ValueType: 'TEXT',
      ...concept(p, '121071', 'Finding'),
      TextValue: `${p.patientInText('SR TEXT')} was seen by Dr. ${finding}: nodule of the right lobe.`,
    },
    {
      RelationshipType: 'CONTAINS',
      ValueType: 'TEXT',
      ...concept(p, '121073', 'Impression'),
      TextValue: 'No nodule in the left lobe.',
    },
    {
      RelationshipType: 'CONTAINS',
      ValueType: 'CODE',
      ...concept(p, '121071', 'Finding'),
      ConceptCodeSequence: [p.code('T-28000', 'SRT', `Lung of ${p.word('code meaning')}`)],
    },
    {
      RelationshipType: 'CONTAINS',
      ValueType: 'CONTAINER',
      ...concept(p, '121070', 'Findings'),
      ContinuityOfContent: 'SEPARATE',
      ContentSequence: [
        {
          RelationshipType: 'CONTAINS',
          ValueType: 'TEXT',
          ...concept(p, '121069', 'Previous Finding'),
          TextValue: `Before, at ${p.word('nested SR TEXT')} Clinic, TEST${p.patient.idDigits}`,
        },
        {
          RelationshipType: 'CONTAINS',
          ValueType: 'IMAGE',
          ReferencedSOPSequence: [{ ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: instance }],
        },
      ],
    },
    ...(kind === 'enhanced'
      ? [
          {
            RelationshipType: 'CONTAINS',
            ValueType: 'NUM',
            ...concept(p, '121206', 'Distance'),
            MeasuredValueSequence: [
              { NumericValue: '12.5', MeasurementUnitsCodeSequence: [p.code('mm', 'UCUM', 'millimeter')] },
            ],
          },
        ]
      : []),
  ];
}

function evidence(p: Planter): Attributes {
  return {
    CurrentRequestedProcedureEvidenceSequence: [
      {
        StudyInstanceUID: p.uids.study,
        ReferencedSeriesSequence: p.uids.referenced
          .slice(0, 2)
          .map(([ReferencedSOPClassUID, ReferencedSOPInstanceUID, SeriesInstanceUID]) => ({
            SeriesInstanceUID,
            RetrieveAETitle: p.word('nested AE title').toUpperCase(),
            ReferencedSOPSequence: [{ ReferencedSOPClassUID, ReferencedSOPInstanceUID }],
          })),
      },
    ],
    ReferencedRequestSequence: [
      {
        StudyInstanceUID: p.uid(),
        ReferencedStudySequence: [],
        AccessionNumber: p.number('referenced request'),
        PlacerOrderNumberImagingServiceRequest: p.number('referenced request'),
        FillerOrderNumberImagingServiceRequest: p.number('referenced request'),
        RequestedProcedureID: p.number('referenced request'),
        RequestedProcedureDescription: `For ${p.word('referenced request')}`,
        RequestedProcedureCodeSequence: [],
      },
    ],
    PerformedProcedureCodeSequence: [],
  };
}

function report(p: Planter, items: readonly Item[]): Attributes {
  return {
    ContentDate: p.date(),
    ContentTime: p.time(),
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'VERIFIED',
    VerifyingObserverSequence: [
      {
        VerifyingObserverName: p.person('verifying observer'),
        VerifyingOrganization: p.word('verifying observer'),
        VerificationDateTime: `${p.date()}101112`,
        VerifyingObserverIdentificationCodeSequence: [
          p.code(p.number('verifying observer', 6), 'L', p.word('verifying observer')),
        ],
      },
    ],
    AuthorObserverSequence: [
      {
        ObserverType: 'PSN',
        PersonName: p.person('author observer'),
        InstitutionName: p.word('author observer'),
        PersonIdentificationCodeSequence: [],
        InstitutionCodeSequence: [],
      },
    ],
    CustodialOrganizationSequence: [{ InstitutionName: p.word('custodial organization'), InstitutionCodeSequence: [] }],
    ...evidence(p),
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [p.code('18747-6', 'LN', 'CT Report')],
    ContinuityOfContent: 'SEPARATE',
    ContentSequence: items,
  };
}

function doseReport(p: Planter): Attributes {
  return {
    ...report(p, doseItems(p)),
    ConceptNameCodeSequence: [p.code('113701', 'DCM', 'X-Ray Radiation Dose Report')],
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '10011' }],
  };
}

function doseItems(p: Planter): Item[] {
  return [
    {
      RelationshipType: 'HAS CONCEPT MOD',
      ValueType: 'CODE',
      ...concept(p, '121058', 'Procedure reported'),
      ConceptCodeSequence: [p.code('P5-08000', 'SRT', 'Computed Tomography X-Ray')],
    },
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'UIDREF',
      ...concept(p, '121012', 'Device Observer UID'),
      UID: p.uid(),
    },
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'TEXT',
      ...concept(p, '121013', 'Device Observer Name'),
      TextValue: p.word('SR TEXT'),
    },
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'TEXT',
      ...concept(p, '121016', 'Device Observer Serial Number'),
      TextValue: p.number('SR TEXT'),
    },
    {
      RelationshipType: 'CONTAINS',
      ValueType: 'UIDREF',
      ...concept(p, '113769', 'Irradiation Event UID'),
      UID: p.uid(),
    },
    {
      RelationshipType: 'CONTAINS',
      ValueType: 'NUM',
      ...concept(p, '113813', 'CT Dose Length Product Total'),
      MeasuredValueSequence: [
        { NumericValue: '432.1', MeasurementUnitsCodeSequence: [p.code('mGy.cm', 'UCUM', 'mGy.cm')] },
      ],
    },
  ];
}

function keyObjects(p: Planter): Attributes {
  return {
    ContentDate: p.date(),
    ContentTime: p.time(),
    ...evidence(p),
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [p.code('113000', 'DCM', 'Of Interest')],
    ContinuityOfContent: 'SEPARATE',
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '2010' }],
    ContentSequence: [
      {
        RelationshipType: 'CONTAINS',
        ValueType: 'TEXT',
        ...concept(p, '113012', 'Key Object Description'),
        TextValue: `Show to Dr. ${p.personInText('SR TEXT')}`,
      },
      ...p.uids.referenced.slice(0, 2).map(([ReferencedSOPClassUID, ReferencedSOPInstanceUID]) => ({
        RelationshipType: 'CONTAINS',
        ValueType: 'IMAGE',
        ReferencedSOPSequence: [{ ReferencedSOPClassUID, ReferencedSOPInstanceUID }],
      })),
    ],
  };
}

function encapsulated(p: Planter, mimeType: string, document: string): Attributes {
  const bytes = Buffer.from(document.length % 2 ? `${document}\n` : document, 'latin1');
  return {
    ContentDate: p.date(),
    ContentTime: p.time(),
    AcquisitionDateTime: `${p.date()}101112`,
    BurnedInAnnotation: 'YES',
    RecognizableVisualFeatures: 'NO',
    ConversionType: 'WSD',
    DocumentTitle: `Letter about ${p.patientInText('document title')}`,
    ConceptNameCodeSequence: [p.code('18842-5', 'LN', 'Discharge summary')],
    MIMETypeOfEncapsulatedDocument: mimeType,
    ...(mimeType === 'text/XML' && { HL7InstanceIdentifier: `2.25.1^${p.number('document identifier')}` }),
    EncapsulatedDocument: { vr: 'OB', value: bytes },
  };
}

/** One page of text, ISO 32000-1 §7.5. */
function pdf(p: Planter): string {
  const text = `(${p.personInText('encapsulated PDF')}, TEST${p.patient.idDigits}) Tj`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length + 27} >>\nstream\nBT /F1 12 Tf 20 50 Td ${text} ET\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Author (${p.personInText('PDF information')}) /Title (${p.word('PDF information')}) >>`,
  ];
  let body = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [place, object] of objects.entries()) {
    offsets.push(body.length);
    body += `${place + 1} 0 obj\n${object}\nendobj\n`;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  return `${body}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
}

function cda(p: Planter): string {
  const here = 'encapsulated CDA';
  return (
    '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole>' +
    `<id extension="TEST${p.patient.idDigits}"/><addr><streetAddressLine>${p.patient.street}</streetAddressLine></addr>` +
    `<patient><name><given>${p.word(here)}</given><family>${p.word(here)}</family></name>` +
    `<birthTime value="${p.patient.birthDate}"/></patient></patientRole></recordTarget></ClinicalDocument>`
  );
}

export const reports: readonly ObjectTemplate[] = [
  {
    name: 'basic text report',
    sopClassUid: storage('88.11'),
    modality: 'SR',
    build: (p) => report(p, contentItems(p, 'basic')),
  },
  {
    name: 'enhanced report',
    sopClassUid: storage('88.22'),
    modality: 'SR',
    build: (p) => report(p, contentItems(p, 'enhanced')),
  },
  {
    name: 'comprehensive report',
    sopClassUid: storage('88.33'),
    modality: 'SR',
    build: (p) => report(p, contentItems(p, 'enhanced')),
  },
  { name: 'dose report', sopClassUid: storage('88.67'), modality: 'SR', build: doseReport },
  { name: 'key objects', sopClassUid: storage('88.59'), modality: 'KO', build: keyObjects },
  {
    name: 'PDF',
    sopClassUid: storage('104.1'),
    modality: 'DOC',
    build: (p) => encapsulated(p, 'application/pdf', pdf(p)),
  },
  { name: 'CDA', sopClassUid: storage('104.2'), modality: 'DOC', build: (p) => encapsulated(p, 'text/XML', cda(p)) },
];
