import { tagOf } from '@isocenter/dicom/dictionary';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HttpProblem } from '../http/problem.ts';
import type { Matching } from '../query/matching.ts';
import { parseQidoQuery } from './qido-query.ts';

const matchingOf = (queryString: string): Matching | undefined => parseQidoQuery(queryString).matches[0]?.matching;

describe('parseQidoQuery', () => {
  it('takes attributes by keyword and by tag', () => {
    const byKeyword = parseQidoQuery('PatientID=TEST-1');
    expect(byKeyword).toEqual(parseQidoQuery('00100020=TEST-1'));
    expect(byKeyword.matches).toEqual([{ path: [tagOf('PatientID')], matching: { kind: 'single', value: 'TEST-1' } }]);
  });

  it('takes attributes inside sequences', () => {
    const path = [tagOf('RequestAttributesSequence'), tagOf('ScheduledProcedureStepID')];
    expect(parseQidoQuery('RequestAttributesSequence.ScheduledProcedureStepID=X').matches[0]?.path).toEqual(path);
    expect(parseQidoQuery('00400275.00400009=X').matches[0]?.path).toEqual(path);
  });

  it.each<[string, Matching]>([
    ['PatientName=', { kind: 'universal' }],
    ['PatientName=*', { kind: 'universal' }],
    ['PatientName=**', { kind: 'universal' }],
    ['PatientName=TEST*', { kind: 'wildcard', pattern: 'TEST*' }],
    ['PatientName=TEST%2A', { kind: 'wildcard', pattern: 'TEST*' }],
    ['PatientName=TEST%5EA,B', { kind: 'single', value: 'TEST^A,B' }],
    ['PatientName=TEST+A', { kind: 'single', value: 'TEST A' }],
    ['Modality=CT,MR', { kind: 'list', values: ['CT', 'MR'] }],
    ['Modality=CT', { kind: 'single', value: 'CT' }],
    ['StudyInstanceUID=1.2,1.3', { kind: 'list', values: ['1.2', '1.3'] }],
    ['StudyInstanceUID=1.2%5C1.3', { kind: 'list', values: ['1.2', '1.3'] }],
    ['StudyDate=20240101-20240131', { kind: 'range', from: '20240101', to: '20240131' }],
    ['StudyDate=20240101-', { kind: 'range', from: '20240101' }],
    ['StudyTime=10', { kind: 'range', from: '100000.000000', to: '105959.999999' }],
    ['AcquisitionDateTime=2024', { kind: 'range', from: '20240101000000.000000', to: '20241231235959.999999' }],
    ['AccessionNumber=%22%22', { kind: 'single', value: '""' }],
    ['emptyvaluematching=true&AccessionNumber=%22%22', { kind: 'empty' }],
  ])('matches %s', (queryString, matching) => expect(matchingOf(queryString)).toEqual(matching));

  it('asks for each of several values where that is wanted, and the attribute can have them', () => {
    const matchings = (query: string) =>
      parseQidoQuery(`multiplevaluematching=true&${query}`).matches.map(({ matching }) => matching);
    const [ct, pt] = ['CT', 'PT'].map((value) => ({ kind: 'single', value }));
    expect(matchings('ModalitiesInStudy=CT%5C+PT%5C')).toEqual([ct, pt]);
    expect(matchings('ModalitiesInStudy=CT,PT')).toEqual([{ kind: 'list', values: ['CT', 'PT'] }]);
    expect(matchings('Modality=CT%5CPT')).toEqual([{ kind: 'list', values: ['CT', 'PT'] }]);
    expect(matchings('PatientID=a%5Cb')).toEqual([{ kind: 'single', value: 'a\\b' }]);
    expect(() => matchings('ModalitiesInStudy=CT%5CP*')).toThrow(
      expect.objectContaining({ code: 'query-wildcard-not-allowed' }),
    );
    expect(() => matchings(`ModalitiesInStudy=${Array(33).fill('CT').join('%5C')}`)).toThrow(
      expect.objectContaining({ code: 'query-too-large' }),
    );
  });

  it('gathers fields to include, repeated or with commas, by keyword or tag', () => {
    const { includeFields } = parseQidoQuery('includefield=StudyDescription,00080060&includefield=PatientAge,00081030');
    expect(includeFields).toEqual([[tagOf('StudyDescription')], [tagOf('Modality')], [tagOf('PatientAge')]]);
    expect(parseQidoQuery('includefield=StudyDate&includefield=all').includeFields).toBe('all');
    expect(parseQidoQuery('').includeFields).toEqual([]);
  });

  it('reads limit, offset and flags', () => {
    expect(parseQidoQuery('limit=25&offset=50&fuzzymatching=true')).toMatchObject({
      limit: 25,
      offset: 50,
      fuzzyMatching: true,
      ignored: [],
    });
    expect(parseQidoQuery('limit=0').limit).toBe(0);
  });

  it('names what it does not know and leaves it out', () => {
    const query = parseQidoQuery('PatienID=X&orderby=y&includefield=Nothing&accept=x');
    expect(query.ignored).toEqual(['PatienID', 'orderby', 'includefield']);
    expect(query.matches).toEqual([]);
  });

  it.each([
    ['query-parameter-repeated', 'PatientID=A&00100020=B'],
    ['query-parameter-repeated', 'limit=1&limit=2'],
    ['query-parameter-invalid', 'PatientID=a%00b'],
    ['query-parameter-invalid', 'limit=-1'],
    ['query-parameter-invalid', 'limit='],
    ['query-parameter-invalid', 'offset=1e3'],
    ['query-parameter-invalid', 'fuzzymatching=yes'],
    ['query-too-large', 'x=1&'.repeat(300)],
    ['query-too-large', `PatientID=${'A'.repeat(20_000)}`],
    ['query-too-large', `StudyInstanceUID=${'1.2,'.repeat(1001)}`],
    ['query-date-invalid', 'StudyDate=2024-01-01'],
    ['query-date-invalid', 'StudyDate=20240101-20240102-20240103'],
    ['query-date-invalid', 'StudyDate=202401*'],
    ['query-time-invalid', 'StudyTime=2500'],
    ['query-date-time-invalid', 'AcquisitionDateTime=x'],
    ['query-uid-invalid', 'StudyInstanceUID=1.2,a+b'],
    ['query-uid-invalid', 'StudyInstanceUID=1.2.*'],
    ['query-wildcard-not-allowed', 'PatientAge=01*'],
  ])('refuses with %s', (code, queryString) => {
    expect(() => parseQidoQuery(queryString)).toThrow(expect.objectContaining({ code }));
  });

  it('never repeats a value in what it refuses or names', () => {
    const keys = fc.constantFrom('PatientID', 'StudyDate', 'StudyInstanceUID', 'limit', 'PatientAge', 'fuzzymatching');
    fc.assert(
      fc.property(keys, fc.string(), (key, text) => {
        try {
          expect(parseQidoQuery(`${key}=${encodeURIComponent(`MARKED${text}`)}`).ignored).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(HttpProblem);
          expect(String(error)).not.toContain('MARKED');
        }
      }),
    );
  });

  it('answers every query string with a query or an error of its own', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), (queryString) => {
        try {
          expect(parseQidoQuery(queryString).offset).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(HttpProblem);
        }
      }),
    );
  });
});
