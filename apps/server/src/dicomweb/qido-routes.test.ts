import type { DicomJson } from '@isocenter/dicom/json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';

let web: DicomwebServer;

beforeAll(async () => {
  web = await openDicomwebServer();
  await web.store(imageAttributes());
  await web.store(imageAttributes({ SOPInstanceUID: '2.25.2', InstanceNumber: 2 }));
  await web.store(
    imageAttributes({
      SOPInstanceUID: '2.25.3',
      SeriesInstanceUID: '2.25.201',
      SeriesNumber: 1,
      Modality: 'SEG',
      InstitutionName: 'TEST SECOND SITE',
      RequestAttributesSequence: [
        { ScheduledProcedureStepID: 'TEST-SPS', RequestedProcedureID: 'TEST-RP' },
        { ScheduledProcedureStepID: 'TEST-OTHER', RequestedProcedureID: 'TEST-RP-OTHER' },
      ],
      PerformedProcedureStepStartDate: '20260103',
    }),
  );
  await web.store(
    imageAttributes({
      SpecificCharacterSet: 'ISO_IR 192',
      SOPInstanceUID: '2.25.4',
      SeriesInstanceUID: '2.25.202',
      StudyInstanceUID: '2.25.101',
      StudyDate: '20260215',
      StudyTime: '2359',
      AccessionNumber: '',
      Modality: 'MR',
      PatientID: 'TEST-2',
      PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
      StudyDescription: 'A_b%c',
      OtherPatientIDs: ['TEST-OLD', 'TEST-OLDER'],
    }),
  );
  await web.store(
    imageAttributes({
      SOPInstanceUID: '2.25.5',
      SeriesInstanceUID: '2.25.203',
      StudyInstanceUID: '2.25.102',
      StudyDate: '',
      StudyTime: '',
      PatientID: 'test-1',
      PatientName: 'Test^Two^^',
    }),
  );
  await web.store(
    imageAttributes({
      SpecificCharacterSet: 'ISO_IR 192',
      SOPInstanceUID: '2.25.6',
      SeriesInstanceUID: '2.25.204',
      StudyInstanceUID: '2.25.103',
      StudyDate: '',
      StudyTime: '',
      AccessionNumber: 'A-103',
      Modality: 'US',
      StudyDescription: 'Other',
      PatientID: 'OTHER-3',
      PatientName: 'MÜLLER^Zoë',
      ReferringPhysicianName: '=山田^先生',
      OperatorsName: ['Öztürk', 'TEST^SECOND'],
    }),
  );
});

afterAll(() => web.close());

const search = async (path: string): Promise<DicomJson[]> => {
  const answer = await web.ask('GET', `/dicom-web${path}`);
  if (answer.statusCode === 204) return [];
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.headers['content-type']).toMatch(/^application\/dicom\+json/);
  return answer.json();
};
const valuesOf = (answers: readonly DicomJson[], key: string) => answers.map((answer) => answer[key]?.Value?.[0]);
const studies = async (query: string) => valuesOf(await search(`/studies?${query}`), '0020000D');

describe('search for studies', () => {
  it.each([
    ['', ['2.25.100', '2.25.101', '2.25.102', '2.25.103']],
    ['PatientID=TEST-1', ['2.25.100']],
    ['00100020=TEST-2', ['2.25.101']],
    ['PatientID=TEST-*', ['2.25.100', '2.25.101']],
    ['PatientID=TEST-%3F', ['2.25.100', '2.25.101']],
    ['OtherPatientIDs=TEST-OLDER', ['2.25.101']],
    ['OtherPatientIDs=*ER', ['2.25.101']],
    ['PatientName=test%5Eone', ['2.25.100']],
    ['PatientName=yama*=*', ['2.25.101']],
    ['PatientName=test%5Eone=*', ['2.25.100']],
    ['PatientName=TEST*', ['2.25.100', '2.25.102']],
    ['PatientName=*two', ['2.25.102']],
    ['PatientName=test%5Etwo', ['2.25.102']],
    ['PatientName=yamada%5Etarou', ['2.25.101']],
    [
      'PatientName=Yamada%5ETarou=%E5%B1%B1%E7%94%B0%5E%E5%A4%AA%E9%83%8E=%E3%82%84%E3%81%BE%E3%81%A0%5E%E3%81%9F%E3%82%8D%E3%81%86',
      ['2.25.101'],
    ],
    ['PatientName=%E5%B1%B1%E7%94%B0*', ['2.25.101']],
    ['PatientName=*%E5%A4%AA%E9%83%8E', ['2.25.101']],
    ['PatientName=*tarou', ['2.25.101']],
    ['PatientName=yamada', []],
    ['PatientName=m%C3%BCller%5Ezo%C3%AB', ['2.25.103']],
    ['PatientName=Muller%5EZoe', ['2.25.103']],
    ['PatientName=m%C3%BCl*', ['2.25.103']],
    ['PatientName=*%5EZO%C3%8B', ['2.25.103']],
    ['PatientName=M%3Fller*', ['2.25.103']],
    ['PatientName=%E3%82%84%E3%81%BE%E3%81%A0*', ['2.25.101']],
    ['PatientName=YAMADA*=%E5%B1%B1%E7%94%B0*', ['2.25.101']],
    ['PatientName=YAMADA*=%E3%82%84%E3%81%BE%E3%81%A0*', []],
    ['PatientName=test%5Etwo%5E*', ['2.25.102']],
    ['ReferringPhysicianName=%E5%B1%B1%E7%94%B0*', ['2.25.103']],
    ['StudyDate=20260102', ['2.25.100']],
    ['StudyDate=20260101-20260131', ['2.25.100']],
    ['StudyDate=20260102-', ['2.25.100', '2.25.101']],
    ['StudyDate=-20260201', ['2.25.100']],
    ['StudyTime=10', ['2.25.100']],
    ['StudyTime=101112.4-101112.6', ['2.25.100']],
    ['StudyTime=235900-', ['2.25.101']],
    ['StudyTime=-12', ['2.25.100']],
    ['AccessionNumber=TEST-A1', ['2.25.100', '2.25.102']],
    ['emptyvaluematching=true&AccessionNumber=%22%22', ['2.25.101']],
    ['ModalitiesInStudy=SEG', ['2.25.100']],
    ['ModalitiesInStudy=MR,SEG', ['2.25.100', '2.25.101']],
    ['ModalitiesInStudy=S*', ['2.25.100']],
    ['ModalitiesInStudy=CT%5CSEG&multiplevaluematching=true', ['2.25.100']],
    ['ModalitiesInStudy=MR%5CSEG&multiplevaluematching=true', []],
    ['OtherPatientIDs=TEST-OLDER%5CTEST-OLD&multiplevaluematching=true', ['2.25.101']],
    ['StudyInstanceUID=2.25.101,2.25.102', ['2.25.101', '2.25.102']],
    ['StudyDescription=A_b%25c', ['2.25.101']],
    ['StudyDescription=A_b*', ['2.25.101']],
    ['StudyDescription=A?b*', ['2.25.101']],
    ['StudyDescription=Test+study', ['2.25.100', '2.25.102']],
    ['ReferringPhysicianName=test%5Ereferrer&StudyDate=20260215', ['2.25.101']],
    ['PatientID=TEST-1&StudyDate=20260215', []],
    ['limit=1', ['2.25.100']],
    ['limit=1&offset=2', ['2.25.102']],
    ['limit=0', []],
    ['offset=10', []],
  ])('%s', async (query, found) => expect(await studies(query)).toEqual(found));

  it('gives what each study must show, empty where there is no value', async () => {
    const [answer] = await search('/studies?StudyInstanceUID=2.25.102');
    expect(answer).toEqual({
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00080020': { vr: 'DA' },
      '00080030': { vr: 'TM' },
      '00080050': { vr: 'SH', Value: ['TEST-A1'] },
      '00080056': { vr: 'CS', Value: ['ONLINE'] },
      '00080061': { vr: 'CS', Value: ['CT'] },
      '00080090': { vr: 'PN', Value: [{ Alphabetic: 'TEST^REFERRER' }] },
      '00081190': { vr: 'UR', Value: ['https://node.example/dicom-web/studies/2.25.102'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Test^Two^^' }] },
      '00100020': { vr: 'LO', Value: ['test-1'] },
      '00100030': { vr: 'DA', Value: ['19700101'] },
      '00100040': { vr: 'CS', Value: ['O'] },
      '0020000D': { vr: 'UI', Value: ['2.25.102'] },
      '00200010': { vr: 'SH', Value: ['S1'] },
      '00201206': { vr: 'IS', Value: [1] },
      '00201208': { vr: 'IS', Value: [1] },
    });
  });

  it('adds what was asked for or matched', async () => {
    const [plain] = await search('/studies?limit=1');
    expect(plain?.['00081030']).toBeUndefined();
    for (const query of ['includefield=StudyDescription', 'includefield=all', 'StudyDescription=Test*']) {
      const [answer] = await search(`/studies?limit=1&${query}`);
      expect(answer?.['00081030']?.Value).toEqual(['Test study']);
    }
  });
});

describe('search for series and instances', () => {
  it('inside a study, in the order of their numbers', async () => {
    const series = await search('/studies/2.25.100/series');
    expect(valuesOf(series, '0020000E')).toEqual(['2.25.201', '2.25.200']);
    expect(series[1]).toMatchObject({
      '00080060': { vr: 'CS', Value: ['CT'] },
      '0008103E': { vr: 'LO', Value: ['Test series'] },
      '00081190': { vr: 'UR', Value: ['https://node.example/dicom-web/studies/2.25.100/series/2.25.200'] },
      '00200011': { vr: 'IS', Value: [3] },
      '00201209': { vr: 'IS', Value: [2] },
    });
    expect(series[1]?.['00100020']).toBeUndefined();
    const instances = await search('/studies/2.25.100/instances');
    expect(valuesOf(instances, '00080018')).toEqual(['2.25.3', '2.25.1', '2.25.2']);
    expect(instances[0]?.['00080060']?.Value).toEqual(['SEG']);
  });

  it('inside a series', async () => {
    const instances = await search('/studies/2.25.100/series/2.25.200/instances?InstanceNumber=2');
    expect(instances).toHaveLength(1);
    expect(instances[0]).toMatchObject({
      '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] },
      '00080018': { vr: 'UI', Value: ['2.25.2'] },
      '00200013': { vr: 'IS', Value: [2] },
      '00280010': { vr: 'US', Value: [2] },
    });
    expect(await search('/studies/2.25.100/series/2.25.202/instances')).toEqual([]);
  });

  it.each([
    ['/series?Modality=SEG', '0020000E', ['2.25.201']],
    ['/series?PatientID=TEST-2', '0020000E', ['2.25.202']],
    ['/series?RequestAttributesSequence.ScheduledProcedureStepID=TEST-SPS', '0020000E', ['2.25.201']],
    ['/series?00400275.00400009=TEST-*', '0020000E', ['2.25.201']],
    ['/series?00400275.00400009=TEST', '0020000E', []],
    ['/series?00400275.00400009=TEST-SPS&00400275.00401001=TEST-RP', '0020000E', ['2.25.201']],
    ['/series?00400275.00400009=TEST-SPS&00400275.00401001=TEST-RP-OTHER', '0020000E', []],
    ['/series?00400275.00400009=TEST-SPS&00400275.00401001=*OTHER', '0020000E', []],
    ['/series?InstitutionName=TEST+SECOND*', '0020000E', ['2.25.201']],
    ['/studies?InstitutionName=TEST+SECOND*', '0020000D', []],
    ['/series?PerformedProcedureStepStartDate=20260101-20260105', '0020000E', ['2.25.201']],
    ['/series?OperatorsName=ozturk', '0020000E', ['2.25.204']],
    ['/series?OperatorsName=test%5Esec*', '0020000E', ['2.25.204']],
    ['/series?SeriesNumber=1', '0020000E', ['2.25.201']],
    ['/series?SeriesNumber=x', '0020000E', []],
    ['/instances?Modality=MR', '00080018', ['2.25.4']],
    ['/instances?SOPInstanceUID=2.25.4,2.25.5', '00080018', ['2.25.4', '2.25.5']],
    [
      '/instances?StudyInstanceUID=2.25.100&SOPClassUID=1.2.840.10008.5.1.4.1.1.2&limit=2',
      '00080018',
      ['2.25.1', '2.25.2'],
    ],
  ])('everywhere: %s', async (path, key, found) => {
    expect(valuesOf(await search(path), key)).toEqual(found);
  });

  it('shows the study of what is searched everywhere', async () => {
    const [answer] = await search('/series?Modality=MR');
    expect(answer?.['00100020']?.Value).toEqual(['TEST-2']);
    expect(answer?.['00201208']?.Value).toEqual([1]);
  });
});

describe('fuzzy matching of names', () => {
  it.each([
    ['PatientName=zoe%20mue', ['2.25.103']],
    ['PatientName=Mueler', ['2.25.103']],
    ['PatientName=Müller,%20Z', ['2.25.103']],
    ['PatientName=Jamada%5ETaro*', ['2.25.101']],
    ['PatientName=%E5%A4%AA', ['2.25.101']],
    ['PatientName=two%20test', ['2.25.102']],
    ['PatientName=ller', []],
    ['PatientName=zoe%20jones', []],
    ['PatientName=.%5B(%7C%24', []],
    // What matches without it does with it.
    ['PatientName=M?LLER*', ['2.25.103']],
    ['PatientName=*LLER*', ['2.25.103']],
    ['OperatorsName=second&PatientName=zoe', ['2.25.103']],
    // One name of several must have all words.
    ['OperatorsName=second%20ozturk', []],
    // Other attributes stay literal.
    ['StudyDescription=oth', []],
  ])('%s', async (query, expected) => {
    const answer = await web.ask('GET', `/dicom-web/series?fuzzymatching=true&${query}`);
    const found = answer.statusCode === 204 ? [] : answer.json<DicomJson[]>();
    expect(found.map((json) => json['0020000D']?.Value?.[0])).toEqual(expected);
    expect(answer.headers.warning).toBeUndefined();
  });

  it('is off by default', async () => {
    expect((await web.ask('GET', '/dicom-web/studies?PatientName=zoe%20mue')).statusCode).toBe(204);
  });
});

describe('answers of a search', () => {
  it('warn of what was not understood or not done', async () => {
    const answer = await web.ask('GET', '/dicom-web/studies?Modality=CT&PatienID=x%22&limit=1');
    expect(answer.headers.warning).toBe(
      '299 isocenter "These parameters are not supported and were ignored: 00080060 PatienID"',
    );
  });

  it('say how many match in all where that is preferred, and only then', async () => {
    const url = '/dicom-web/studies?limit=1';
    const counted = await web.ask('GET', url, undefined, { headers: { prefer: 'respond-async, count=exact' } });
    expect(counted.json()).toHaveLength(1);
    expect(counted.headers).toMatchObject({ 'x-total-count': '4', 'preference-applied': 'count=exact' });
    expect((await web.ask('GET', url)).headers['x-total-count']).toBeUndefined();
    const none = await web.ask('GET', '/dicom-web/studies?PatientID=NOBODY', undefined, {
      headers: { prefer: 'count=exact' },
    });
    expect([none.statusCode, none.headers['x-total-count']]).toEqual([204, '0']);
  });

  it.each(['application/dicom+json', 'multipart/related; type="application/dicom+xml"'])(
    'have no body where nothing matched in %s',
    async (accept) => {
      const answer = await web.ask('GET', '/dicom-web/studies?PatientID=NOBODY', undefined, { headers: { accept } });
      expect(answer.statusCode).toBe(204);
      expect(answer.body).toBe('');
    },
  );

  it('come in XML with a part for each match', async () => {
    const accept = 'application/dicom+json; q=0.1, multipart/related; type="application/dicom+xml"';
    const answer = await web.ask('GET', '/dicom-web/studies', undefined, { headers: { accept } });
    expect(answer.headers['content-type']).toMatch(/^multipart\/related; type="application\/dicom\+xml"; boundary=/);
    const parts = answer.body.split('Content-Type: application/dicom+xml\r\n\r\n<?xml version="1.0"').slice(1);
    expect(parts).toHaveLength(4);
    expect(parts[3]).toContain(
      '<Alphabetic><FamilyName>MÜLLER</FamilyName><GivenName>Zoë</GivenName></Alphabetic></PersonName>',
    );
  });

  it.each([
    [400, 'query-date-invalid', '/studies?StudyDate=1.1.2026', {}],
    [400, 'query-uid-invalid', '/studies?StudyInstanceUID=*.1', {}],
    [400, 'uid-invalid', '/studies/a%20b/series', {}],
    [406, 'not-acceptable', '/studies', { accept: 'multipart/related; type="application/dicom"' }],
    [406, 'not-acceptable', '/studies?accept=text/html', { accept: 'application/dicom+json' }],
  ])('%i %s', async (status, code, path, headers) => {
    const answer = await web.ask('GET', `/dicom-web${path}`, undefined, { headers });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('go to nobody who has not signed in', async () => {
    expect((await web.server.nobody('GET', '/dicom-web/studies')).statusCode).toBe(401);
  });

  it('show only what was granted', async () => {
    const { db } = web.server.database;
    const { id } = await db
      .selectFrom('study')
      .select('id')
      .where('study_instance_uid', '=', '2.25.101')
      .executeTakeFirstOrThrow();
    await db.deleteFrom('access_grant').where('study_id', '=', id).execute();
    expect(await studies('')).toEqual(['2.25.100', '2.25.102', '2.25.103']);
    expect(await search('/instances?StudyInstanceUID=2.25.101')).toEqual([]);
    const admin = await web.server.program('admin');
    expect((await admin('GET', '/dicom-web/studies/2.25.101/series')).json()).toHaveLength(1);
  });

  it('leave no value in the log', () => {
    expect(web.server.log.join('\n')).not.toMatch(/TEST-1|2\.25\.10|Yamada|M.LLER/i);
  });
});

describe('studies of one patient that say different things of the patient', () => {
  beforeAll(async () => {
    const patient = { PatientID: 'TEST-9', PatientName: 'TEST^BORN', PatientBirthDate: '19800229', PatientSex: 'F' };
    const born = { SOPInstanceUID: '2.25.7', SeriesInstanceUID: '2.25.205', StudyInstanceUID: '2.25.105' };
    const married = { SOPInstanceUID: '2.25.8', SeriesInstanceUID: '2.25.206', StudyInstanceUID: '2.25.106' };
    await web.store(imageAttributes({ ...patient, ...born }));
    await web.store(
      imageAttributes({ ...patient, ...married, PatientName: 'TEST^MARRIED', PatientBirthDate: '', PatientSex: 'O' }),
    );
  });

  it.each([
    ['', ['2.25.105', '2.25.106']],
    ['&PatientName=TEST%5EBORN', ['2.25.105']],
    ['&PatientName=test%5Emarried', ['2.25.106']],
    ['&PatientBirthDate=19800229', ['2.25.105']],
    ['&PatientSex=O', ['2.25.106']],
  ])('each match as their own objects do: %s', async (query, expected) => {
    expect(await studies(`PatientID=TEST-9${query}`)).toEqual(expected);
  });
});
