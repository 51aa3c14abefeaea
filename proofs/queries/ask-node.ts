/** Asks a node a query over C-FIND, PS3.4 §C.4.1, and over QIDO-RS, PS3.18 §10.6, and reads its answers as entities. */

import { type Attributes, type AttributeValue, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { DicomError } from '@isocenter/dicom/errors';
import { fromDicomJson } from '@isocenter/dicom/json-parse';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian, implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { proposeQueryOptions } from '@isocenter/dimse/query-options';
import { dimseStatus } from '@isocenter/dimse/status';
import { connectDicomweb, type DicomwebClient } from '@isocenter/testkit/dicomweb-client';
import { isWithin } from './query-keys.ts';
import { agrees, type Mode, modeNames, modes } from './query-mode.ts';
import { nameOf, type RandomQuery } from './random-query.ts';
import { type AskedKey, itemsOf, valuesOf } from './reference-archive.ts';
import type { FoundEntity } from './reference-search.ts';

const patientRootFind = '1.2.840.10008.5.1.4.1.2.1.1';
const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';

export type QueryTarget = {
  readonly dicomPort: number;
  readonly aet: string;
  readonly httpUrl: string;
  readonly token: string;
};

export type Asker = {
  readonly associations: ReadonlyMap<Mode, ClientAssociation>;
  readonly dicomweb: DicomwebClient;
};

/** Entities that match, or that the query was refused as one that the information model does not allow. */
export type Answer = readonly FoundEntity[] | 'refused';

export async function openAsker(target: QueryTarget): Promise<Asker> {
  const associations = new Map<Mode, ClientAssociation>();
  for (const mode of modeNames) associations.set(mode, await associate(target, mode));
  return { associations, dicomweb: connectDicomweb(target.httpUrl, target.token) };
}

export async function closeAsker({ associations }: Asker): Promise<void> {
  for (const association of associations.values()) await association.release();
}

/** @throws Error where the node does not agree to all that is proposed */
async function associate({ dicomPort, aet }: QueryTarget, mode: Mode): Promise<ClientAssociation> {
  const models = [patientRootFind, studyRootFind];
  const transferSyntaxes = [explicitVrLittleEndian.uid, implicitVrLittleEndian.uid];
  const extendedNegotiations = models.map((uid) => proposeQueryOptions(uid, 'find', new Set(modes[mode])));
  const association = await openAssociation({
    host: '127.0.0.1',
    port: dicomPort,
    calledAet: aet,
    callingAet: 'QUERIES',
    contexts: models.flatMap((abstractSyntax) =>
      transferSyntaxes.map((transferSyntax) => ({ abstractSyntax, transferSyntaxes: [transferSyntax] })),
    ),
    ...(mode !== 'baseline' && { extendedNegotiations }),
  });
  for (const { sopClassUid, information } of mode === 'baseline' ? [] : extendedNegotiations) {
    const answer = association.findExtendedNegotiation(sopClassUid) ?? [];
    if (String(answer) !== String(information)) throw new Error(`${mode} was answered ${answer}`);
  }
  return association;
}

/** @throws Error where the node answers with a failure */
export async function askCFind({ associations }: Asker, query: RandomQuery): Promise<Answer> {
  const association = associations.get(query.mode);
  if (association === undefined) throw new RangeError('no association for a mode');
  const syntax = query.isImplicitVr ? implicitVrLittleEndian : explicitVrLittleEndian;
  const answers = association.find({
    sopClassUid: query.isPatientRoot ? patientRootFind : studyRootFind,
    transferSyntaxUid: syntax.uid,
    identifier: encodeDataSet(buildIdentifier(query), syntax),
  });
  const found: FoundEntity[] = [];
  let step = await answers.next();
  for (; !step.done; step = await answers.next()) {
    found.push(readEntity(parseDataSet(step.value, syntax).value, query.asked));
  }
  if (step.value.status === dimseStatus.dataSetDoesNotMatchSopClass) return 'refused';
  if (step.value.status !== 0) throw new Error(`C-FIND was answered ${step.value.status.toString(16)}`);
  return found;
}

/** Returns undefined for what QIDO-RS has no words for. */
export async function askQido({ dicomweb }: Asker, query: RandomQuery): Promise<readonly FoundEntity[] | undefined> {
  const address = findQidoAddress(query);
  if (address === undefined) return undefined;
  const found = await dicomweb.search(address);
  // Of zones it says what is stored, and compares nothing in them.
  return found.map((json) => ({ ...readEntity(fromDicomJson(json).value, query.asked), zone: '' }));
}

/** Returns path and query component of a query; there is no level of patients, and UIDs must be UIDs. */
export function findQidoAddress({ level, asked, mode }: RandomQuery): string | undefined {
  if (level === 'PATIENT' || agrees(mode, 'combinedDateTime')) return undefined;
  if (agrees(mode, 'relational') && asked.some(({ key }) => !isWithin(key, level))) return undefined;
  const path = { STUDY: '/studies', SERIES: '/series', IMAGE: '/instances' }[level];
  const parameters = new URLSearchParams();
  for (const { key, values } of asked) {
    if (key.vr === 'UI' && !values.every((uid) => uid === '""' || /^[0-9.]{1,64}$/.test(uid))) return undefined;
    if (key.vr === 'CS' && values.some((value) => value.includes(','))) return undefined;
    if (values.length === 0) parameters.append('includefield', nameOf(key));
    else parameters.append(nameOf(key), values.join(','));
  }
  if (asked.some(({ values }) => values[0] === '""')) parameters.append('emptyvaluematching', 'true');
  return `${path}?${parameters}`;
}

function buildIdentifier({ level, asked, characterSet, zone }: RandomQuery): DataSet {
  const zoned = zone !== undefined && { TimezoneOffsetFromUTC: zone };
  const attributes: { [keyword: string]: AttributeValue } = { QueryRetrieveLevel: level, ...zoned };
  const items: { [sequence: string]: { [keyword: string]: AttributeValue } } = {};
  for (const { key, values } of asked) {
    const value = key.vr === 'US' ? values.map(Number) : values;
    if (key.sequence === undefined) attributes[key.keyword] = value;
    else items[key.sequence] = { ...items[key.sequence], [key.keyword]: value };
  }
  for (const [sequence, item] of Object.entries(items)) attributes[sequence] = [item as Attributes]; // by keyword, too
  try {
    return buildDataSet(attributes as Attributes, { characterSet }); // by keyword, of `query-keys.ts`
  } catch (error) {
    if (!(error instanceof DicomError) || error.code !== 'value-not-encodable') throw error;
    return buildDataSet(attributes as Attributes, { characterSet: 'ISO_IR 192' }); // the same
  }
}

function readEntity(answer: DataSet, asked: readonly AskedKey[]): FoundEntity {
  const plain = asked.filter(({ key }) => key.sequence === undefined);
  return {
    path: '',
    zones: { study: '', series: '' },
    zone: getString(answer, tagOf('TimezoneOffsetFromUTC'))?.trim() ?? '',
    values: new Map(plain.map(({ key }) => [key.keyword, valuesOf(answer, key)])),
    items: itemsOf(answer),
  };
}

/** Returns an entity as text: its zone, and the values of the keys that were asked for at its level or above. */
export function formatEntity({ values, items, zone }: FoundEntity, { level, asked }: RandomQuery): string {
  const texts = asked
    .filter(({ key }) => isWithin(key, level))
    .map(({ key }) => {
      if (key.sequence === undefined) return `${nameOf(key)} ${formatValues(key.vr, values.get(key.keyword))}`;
      return `${nameOf(key)} ${(items.get(key.sequence) ?? []).map((item) => formatValues(key.vr, item.get(key.keyword))).join(' / ')}`;
    });
  return [zone, ...texts].join(', ');
}

function formatValues(vr: string, values: readonly string[] = []): string {
  if (vr === 'IS' || vr === 'US' || vr === 'DS') return values.map(Number).join('\\');
  // Groups that are empty at the end may be left out, PS3.5 §6.2.1.1.
  return (vr === 'PN' ? values.map((value) => value.replace(/=+$/, '')) : values).join('\\');
}
