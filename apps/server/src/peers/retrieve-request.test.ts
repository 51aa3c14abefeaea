/** What an archive is asked, by an archive that writes it down: one study of two series, three images. */

import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian as syntax } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { openAssociation } from '@isocenter/dimse/client';
import { chooseContexts } from '@isocenter/dimse/negotiation';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findModel } from '../query-retrieve/information-models.ts';
import { askedModels, contextOf, findAt, proposalsTo } from './query-peer.ts';
import { lastOutcome, listSopClasses, type RetrievedObjects, retrieveQuery } from './retrieve-request.ts';

type Asked = { readonly identifier: Uint8Array; readonly sopClassUid: string; readonly priority: number };

const ct = '1.2.840.10008.5.1.4.1.1.2';
const us = '1.2.840.10008.5.1.4.1.1.6.1';
const [patientId, studyInstanceUid] = ['TEST-1', '1.2.3'];

let archive: DimseServer;
let asked: string[] = [];

beforeAll(async () => {
  archive = await listenDimse({
    ...{ host: '127.0.0.1', port: 0 },
    accept: ({ contexts }) => ({
      kind: 'accept',
      contexts: chooseContexts(contexts, () => [syntax.uid]),
      context: undefined,
    }),
    verbs: {
      echo: () => 0,
      store: () => ({ status: 0x0211 }),
      async *find(request) {
        for (const match of answersTo(note('find', request))) {
          yield { identifier: encodeDataSet(buildDataSet(match), syntax) };
        }
      },
      // biome-ignore lint/correctness/useYield: it has nothing to send
      async *move(request) {
        note('move', request);
        return { status: 0 };
      },
    },
  });
});
beforeEach(() => {
  asked = [];
});
afterAll(() => archive.close(0));

/** Writes down model, service, priority and the keys that have values. */
function note(service: 'find' | 'move', { identifier, sopClassUid, priority }: Asked) {
  const { value } = parseDataSet(identifier, syntax);
  const level = getString(value, tagOf('QueryRetrieveLevel'));
  const keys = (['PatientID', 'StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const)
    .map((keyword) => getString(value, tagOf(keyword)) ?? '')
    .filter((text) => text !== '');
  asked.push([findModel(sopClassUid, service)?.name, service, priority, level, ...keys].join(' '));
  return { level, series: getString(value, tagOf('SeriesInstanceUID')) };
}

function answersTo({ level, series }: ReturnType<typeof note>) {
  if (level === 'STUDY') return [{ StudyInstanceUID: studyInstanceUid }];
  if (level === 'SERIES') return [{ SeriesInstanceUID: '1.2.3.1' }, { SeriesInstanceUID: '1.2.3.2' }];
  return series === '1.2.3.1' ? [{ SOPClassUID: ct }, { SOPClassUID: ct }] : [{ SOPClassUID: us }];
}

async function call(model: keyof typeof askedModels) {
  const contexts = [contextOf('find', askedModels[model]), contextOf('move', askedModels[model])];
  return openAssociation({
    ...{ host: '127.0.0.1', port: archive.port, calledAet: 'ARCHIVE', callingAet: 'ISOCENTER' },
    contexts,
  });
}

describe('an archive is asked', () => {
  test('in the model of studies, with medium priority, where nobody chose', async () => {
    const association = await call('study');
    expect(await listSopClasses(association, { studyInstanceUid })).toEqual([ct, us]);
    await findAt(association, { QueryRetrieveLevel: 'STUDY', PatientID: patientId });
    await association.release();
    expect(asked).toEqual([
      'Study Root find 0 SERIES 1.2.3',
      'Study Root find 0 IMAGE 1.2.3 1.2.3.1',
      'Study Root find 0 IMAGE 1.2.3 1.2.3.2',
      'Study Root find 0 STUDY TEST-1',
    ]);
  });

  test('for all of a patient in the model that begins with patients', async () => {
    const association = await call('patient');
    const asking = { model: askedModels.patient, priority: 'low' } as const;
    expect(await listSopClasses(association, { patientId }, asking)).toEqual([ct, us]);
    await association.release();
    expect(asked).toEqual([
      'Patient Root find 2 STUDY TEST-1',
      'Patient Root find 2 SERIES TEST-1 1.2.3',
      'Patient Root find 2 IMAGE TEST-1 1.2.3 1.2.3.1',
      'Patient Root find 2 IMAGE TEST-1 1.2.3 1.2.3.2',
    ]);
  });

  test.each<[keyof typeof askedModels, RetrievedObjects, string]>([
    ['patient', { patientId }, 'Patient Root move 1 PATIENT TEST-1'],
    ['patient', { patientId, studyInstanceUid }, 'Patient Root move 1 STUDY TEST-1 1.2.3'],
    ['study', { patientId, studyInstanceUid }, 'Study Root move 1 STUDY 1.2.3'],
    [
      'patient',
      { patientId, studyInstanceUid, seriesInstanceUid: '1.2.3.1', sopInstanceUids: ['1.2.3.1.1'] },
      'Patient Root move 1 IMAGE TEST-1 1.2.3 1.2.3.1 1.2.3.1.1',
    ],
  ])('in the model %s to move %o by its unique keys', async (model, objects, expected) => {
    const association = await call(model);
    const asking = { model: askedModels[model], priority: 'high' } as const;
    const query = retrieveQuery(association, 'move', objects, asking);
    await lastOutcome(association.move({ ...query, destinationAet: 'ISOCENTER' }));
    await association.release();
    expect(asked).toEqual([expected]);
  });
});

test('what an entry proposes is proposed for the model that is asked in', () => {
  const contexts = [contextOf('find', askedModels.patient), contextOf('get', askedModels.patient)];
  const { extendedNegotiations = [] } = proposalsTo({ proposes: ['relational'] }, contexts);
  expect(extendedNegotiations.map(({ sopClassUid }) => sopClassUid)).toEqual([
    askedModels.patient.find,
    askedModels.patient.get,
  ]);
});
