/** Overview and networking of the conformance statement, PS3.2 Annex N: from the tables that the listener runs on. */

import type { Keyword } from '@isocenter/dicom/dictionary';
import { transferSyntaxes } from '@isocenter/dicom/transfer-syntax';
import { findSopClass, storageSopClasses, verificationSopClass } from '@isocenter/dicom/uids';
import { defaults } from '@isocenter/dimse/defaults';
import { maxOperationsInvoked } from '@isocenter/dimse/negotiation';
import type { QueryOption } from '@isocenter/dimse/query-options';
import { rejection } from '@isocenter/dimse/rejection';
import { dimseStatus } from '@isocenter/dimse/status';
import { instanceKeywords, seriesKeywords, studyKeywords } from '../../apps/server/src/archive/summary.ts';
import { failureReasons } from '../../apps/server/src/commitment/data-sets.ts';
import { storageCommitmentSopClass } from '../../apps/server/src/commitment/service-class.ts';
import { storeStatuses } from '../../apps/server/src/dimse/store-verb.ts';
import { chooseTransferSyntax } from '../../apps/server/src/dimse/transfer-syntax-choice.ts';
import { askedModels } from '../../apps/server/src/peers/query-peer.ts';
import { listMatchingKeys } from '../../apps/server/src/query/attributes.ts';
import { supportedOptions } from '../../apps/server/src/query-retrieve/agreed-options.ts';
import { informationModels } from '../../apps/server/src/query-retrieve/information-models.ts';
import { queryStatuses } from '../../apps/server/src/query-retrieve/query-error.ts';
import { retrieveStatuses } from '../../apps/server/src/query-retrieve/suboperations.ts';
import { outputSyntaxes } from '../../apps/server/src/retrieval/transcode.ts';
import { byStatus, type Cell, hex, table } from './markdown.ts';

const services = ['find', 'move', 'get'] as const;

const nameOf = (uid: string) => findSopClass(uid)?.name ?? uid;

export function networkServices(): string {
  const rows: Cell[][] = [
    [nameOf(verificationSopClass), verificationSopClass, 'yes', 'yes'],
    [nameOf(storageCommitmentSopClass), storageCommitmentSopClass, 'yes', 'yes'],
    ...informationModels.flatMap((model) =>
      services.map((service) => [
        `${model.name} Query/Retrieve Information Model – ${service.toUpperCase()}`,
        model[service],
        Object.values(askedModels).includes(model) ? 'yes' : 'no',
        'yes',
      ]),
    ),
    ...storageSopClasses.map(({ name, uid, retired }) => [`${name}${retired ? ' (retired)' : ''}`, uid, 'yes', 'yes']),
  ];
  return table(['SOP Class', 'UID', 'SCU', 'SCP'], rows);
}

export function transferSyntaxTable(): string {
  const [storage] = storageSopClasses;
  const takes = (abstractSyntax: string, uid: string) =>
    chooseTransferSyntax(abstractSyntax, [uid]) === undefined ? 'no' : 'yes';
  const rows = transferSyntaxes.map(({ name, uid }) => [
    name,
    uid,
    takes(storage?.uid ?? '', uid),
    takes(verificationSopClass, uid),
    outputSyntaxes.some((output) => output.uid === uid) ? 'as stored, and made from others' : 'as stored',
  ]);
  return table(['transfer syntax', 'UID', 'accepted for storage', 'accepted for other services', 'sent'], rows);
}

export function associationTables(): string {
  const policies = table(
    ['parameter', 'value'],
    [
      ['Application Context Name', '1.2.840.10008.3.1.1.1'],
      ['Implementation Class UID', defaults.implementationClassUid],
      ['Implementation Version Name', defaults.implementationVersionName],
      ['longest PDU that is received', `${defaults.maxPduBytes} bytes`],
      ['longest PDU that is sent', 'what the peer announces'],
      ['associations at a time', defaults.maxAssociations],
      [
        'outstanding operations of a peer',
        `${maxOperationsInvoked}, where it negotiates them; they are carried out in order. One where it is SCP of a SOP Class`,
      ],
      ['outstanding operations of this node', 1],
      ['ARTIM timer', `${defaults.artimTimeoutMs / 1000} s`],
      ['idle association', `aborted after ${defaults.idleTimeoutMs / 1000} s`],
      [
        'SCP/SCU role selection',
        'SCP of storage SOP Classes for who sends a C-GET, of storage commitment for who reports',
      ],
      ['SOP Class extended negotiation', 'of queries and retrievals, as below'],
      ['SOP Class common extended negotiation', 'not answered'],
      ['user identity', 'not used to decide'],
    ],
  );
  const rejections = table(
    ['rejection', 'result', 'source', 'reason'],
    Object.entries(rejection).map(([name, { result, source, reason }]) => [name, result, source, reason]),
  );
  return `${policies}\n\nRejections, PS3.8 Table 9-21:\n\n${rejections}`;
}

export function serviceStatuses(): string {
  const common = table(
    ['status', 'meaning for every service'],
    [
      [hex(dimseStatus.success), 'done'],
      [hex(dimseStatus.notAuthorized), 'the peer’s entry does not allow it'],
      [hex(dimseStatus.unrecognizedOperation), 'the operation is not one of the SOP Class'],
      [hex(dimseStatus.sopClassNotSupported), 'the SOP Class is another than that of the presentation context'],
      [hex(dimseStatus.processingFailure), 'a fault of this node, such as a database that is away'],
    ],
  );
  const retrieve = table(
    ['status', 'C-MOVE and C-GET'],
    [
      [hex(dimseStatus.pending), 'sub-operations go on'],
      [hex(retrieveStatuses.someFailed), 'some sub-operations failed, or ended with a warning'],
      [hex(retrieveStatuses.noneSent), 'no sub-operation succeeded'],
      [hex(dimseStatus.moveDestinationUnknown), 'no peer is configured under the AE title of the destination'],
      [hex(dimseStatus.cancel), 'ended by C-CANCEL'],
    ],
  );
  const find = table(
    ['status', 'C-FIND'],
    [
      [hex(dimseStatus.pending), 'a match'],
      [hex(dimseStatus.pendingWithUnsupportedKeys), 'a match; a key with a value is not one that can be matched on'],
      [hex(dimseStatus.cancel), 'ended by C-CANCEL'],
    ],
  );
  const refusals = (what: string, codes: Readonly<Record<string, number>>) => table(['status', what], byStatus(codes));
  const actions = table(
    ['status', 'N-ACTION, N-EVENT-REPORT'],
    [
      [hex(dimseStatus.success), 'the request is on record, or the report is noted'],
      [hex(dimseStatus.noSuchObjectInstance), 'the SOP Instance is not the well-known one'],
      [hex(dimseStatus.noSuchEventType), 'another Event Type ID than 1 and 2'],
      [
        hex(dimseStatus.invalidArgumentValue),
        'the data set cannot be read, or names no transaction that was asked for',
      ],
      [hex(dimseStatus.noSuchActionType), 'another Action Type ID than 1'],
    ],
  );
  return [
    common,
    '#### Storage\n',
    refusals('C-STORE refused because', storeStatuses),
    '#### Query and retrieval\n',
    find,
    retrieve,
    refusals('query refused because', queryStatuses),
    '#### Storage commitment\n',
    actions,
    table(['Failure Reason', ''], byStatus(failureReasons)),
  ].join('\n\n');
}

/** What is agreed on by SOP Class Extended Negotiation, and what holds without it. */
export function queryOptions(): string {
  const meanings: Readonly<Record<QueryOption, string>> = {
    relational:
      'unique keys of the levels above may be left out; keys of levels below are matched, all by one entity there, and returned empty',
    combinedDateTime:
      'a date and its time that are ranges of one form match as one range: those of study, series, performed procedure step and content',
    fuzzyNames: 'names match by their words, in any order, and by how they sound',
    timezone:
      'dates and times of study, series, performed procedure step and content match and are answered in the zone of the query, which the answer names; without one there, in that of the match. Objects without a zone are in that of `dicom.timeZone`. A date without a time and a time without a date are as stored; those of levels below are left out of account',
    multiFrameConversion: '',
    emptyValue: 'two quotation marks match what is absent or empty, with and without negotiation',
    multipleValue: '',
  };
  const rows = (Object.keys(meanings) as QueryOption[]) // the keys of the constant above
    .filter((option) => services.some((service) => supportedOptions[service].has(option)))
    .map((option) => [
      option,
      services
        .filter((service) => supportedOptions[service].has(option))
        .map((one) => `C-${one.toUpperCase()}`)
        .join(', '),
      meanings[option],
    ]);
  return [
    table(['extended negotiation', 'agreed to for', ''], rows),
    `The answer is as long as the proposal, with 0 for everything else. What is agreed on holds for its association and SOP
Class. Queries and retrievals may be relational without it, unless the configuration says
\`dicom.relationalQueries: negotiated\`: then each level above that of the query is named by one value of its unique key,
and what is not is refused with ${hex(queryStatuses['unique-key-missing'])}.`,
  ].join('\n\n');
}

/** Keys that PS3.4 §C.6.1.1 and §C.6.2.1 name; all others are optional, too. */
const namedKeys: readonly Keyword[] = [
  ...(['PatientName', 'PatientID', 'IssuerOfPatientID', 'IssuerOfPatientIDQualifiersSequence'] as const),
  ...(['ReferencedPatientSequence', 'PatientBirthDate', 'PatientBirthTime', 'PatientSex', 'OtherPatientIDs'] as const),
  ...(['OtherPatientNames', 'EthnicGroup', 'PatientComments', 'NumberOfPatientRelatedStudies'] as const),
  ...(['NumberOfPatientRelatedSeries', 'NumberOfPatientRelatedInstances'] as const),
  ...(['StudyDate', 'StudyTime', 'AccessionNumber', 'IssuerOfAccessionNumberSequence', 'StudyID'] as const),
  ...(['StudyInstanceUID', 'ModalitiesInStudy', 'SOPClassesInStudy', 'ReferringPhysicianName'] as const),
  ...(['AnatomicRegionsInStudyCodeSequence', 'StudyDescription', 'ProcedureCodeSequence'] as const),
  ...([
    'NameOfPhysiciansReadingStudy',
    'AdmittingDiagnosesDescription',
    'ReferencedStudySequence',
    'PatientAge',
    'PatientSize',
    'PatientWeight',
  ] as const),
  ...(['Occupation', 'AdditionalPatientHistory', 'OtherStudyNumbers', 'NumberOfStudyRelatedSeries'] as const),
  ...(['NumberOfStudyRelatedInstances', 'Modality', 'SeriesNumber', 'SeriesInstanceUID'] as const),
  ...(['NumberOfSeriesRelatedInstances', 'InstanceNumber', 'SOPInstanceUID', 'SOPClassUID'] as const),
  ...(['AlternateRepresentationSequence', 'RelatedGeneralSOPClassUID', 'ConceptNameCodeSequence'] as const),
  ...(['ContentTemplateSequence', 'ContainerIdentifier', 'SpecimenDescriptionSequence'] as const),
];

/** Why a key is not matched. */
const reasons: { readonly [keyword in Keyword]?: string } = {
  AlternateRepresentationSequence:
    'only asked for, never matched (PS3.4 §C.6.1.1.5.1); answered with no item, because no object is kept in another form under another UID',
  AnatomicRegionsInStudyCodeSequence:
    'answered empty: regions lie in the images, in several places; BodyPartExamined of the series is matched',
};

/** @throws RangeError for a key without a reason */
function unmatchedKeys(): string {
  const matched = (['patient', 'study', 'series', 'instance'] as const).flatMap((level) => listMatchingKeys(level));
  const known = new Set(matched.map((path) => path.split(' ')[0]));
  const rows = namedKeys
    .filter((keyword) => !known.has(keyword) && !keyword.startsWith('NumberOf'))
    .map((keyword) => {
      const reason = reasons[keyword];
      if (reason === undefined) throw new RangeError(`${keyword} is a key that is not matched, for no reason`);
      return [keyword, reason];
    });
  return table(['key of PS3.4 §C.6 that is not matched', ''], rows);
}

export function queryKeys(): string {
  const matching = (['patient', 'study', 'series', 'instance'] as const).map((level) => [
    level,
    listMatchingKeys(level).join(', '),
  ]);
  const stored = [
    ['study', studyKeywords.join(', ')],
    ['series', seriesKeywords.join(', ')],
    ['instance', instanceKeywords.join(', ')],
  ];
  const models = informationModels.map(({ name, levels }) => [name, levels.join(', ')]);
  return [
    table(['information model', 'levels'], models),
    'Keys that are matched, in addition to those of the levels above; studies match by what their own objects say of the patient:',
    table(['level', 'matching keys'], matching),
    'Keys that are returned: those that are matched, the counts of related studies, series and instances, and of what\nthe first object of a patient, study or series, or the instance itself had:',
    table(['level', 'returned as stored'], stored),
    `Of specimens SpecimenIdentifier and SpecimenUID are kept; sequences in the items of a sequence are returned and not
matched. RelatedGeneralSOPClassUID follows from the SOP Class (PS3.4 §B.3.1.4), not from what an object says. Numbers (VR DS)
match by value. What an earlier version stored is matched by keys that this version added once its headers have been read
([Upgrade](../administration.md#upgrade)).`,
    unmatchedKeys(),
  ].join('\n\n');
}
