import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDicomDate,
  parseDateRange,
  parseDateTimeRange,
  parseDicomDate,
  parseDicomDateTime,
  parseDicomTime,
  parseTimeRange,
} from './date-time.ts';

describe('parseDicomDate', () => {
  it('reads dates of the calendar and the form of ACR-NEMA', () => {
    expect(parseDicomDate('20240229')).toEqual({ year: 2024, month: 2, day: 29 });
    expect(parseDicomDate('1993.08.22')).toEqual({ year: 1993, month: 8, day: 22 });
  });

  it.each(['', '20230229', '19000229', '20241301', '20240100', '2024-01-01', '2024.0101', '202401', ' 20240101'])(
    'reads no date from %j',
    (text) => expect(parseDicomDate(text)).toBeUndefined(),
  );

  it('gives back the text of every date', () => {
    const day = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString().slice(0, 10).replaceAll('-', '');
        const parsed = parseDicomDate(text);
        expect(parsed && formatDicomDate(parsed)).toBe(text);
      }),
    );
  });
});

describe('parseDicomTime', () => {
  it('keeps the precision that was written', () => {
    expect(parseDicomTime('10')).toEqual({ hour: 10 });
    expect(parseDicomTime('1005')).toEqual({ hour: 10, minute: 5 });
    expect(parseDicomTime('235960.5')).toEqual({ hour: 23, minute: 59, second: 60, microsecond: 500_000 });
    expect(parseDicomTime('10:05:06')).toEqual({ hour: 10, minute: 5, second: 6 });
  });

  it.each(['', '1', '24', '1060', '100561', '100506.', '100506.1234567', '1005.5', '10:0506', '2400'])(
    'reads no time from %j',
    (text) => expect(parseDicomTime(text)).toBeUndefined(),
  );
});

describe('parseDicomDateTime', () => {
  it('reads every precision and the offset from UTC', () => {
    expect(parseDicomDateTime('2024')).toEqual({ year: 2024 });
    expect(parseDicomDateTime('202402-0430')).toEqual({ year: 2024, month: 2, offsetMinutes: -270 });
    expect(parseDicomDateTime('20240229101112.5+0100')).toEqual({
      year: 2024,
      month: 2,
      day: 29,
      time: { hour: 10, minute: 11, second: 12, microsecond: 500_000 },
      offsetMinutes: 60,
    });
  });

  it.each(['', '202', '20241', '202413', '2024010110111', '20240101+1500', '20240101-1300', '20240101+0160'])(
    'reads no date-time from %j',
    (text) => expect(parseDicomDateTime(text)).toBeUndefined(),
  );
});

describe('ranges', () => {
  it.each([
    ['20240101', { from: '20240101', to: '20240101' }],
    ['20240101-20240131', { from: '20240101', to: '20240131' }],
    ['20240101-', { from: '20240101' }],
    ['-20240131', { to: '20240131' }],
    ['20240101 - 20240131', { from: '20240101', to: '20240131' }],
    ['20241231-20240101', { from: '20241231', to: '20240101' }],
    ['-', undefined],
    ['', undefined],
    ['2024-2025', undefined],
    ['20240101-20240102-20240103', undefined],
  ])('of dates: %j', (text, range) => expect(parseDateRange(text)).toEqual(range));

  it.each([
    ['10', { from: '100000.000000', to: '105959.999999' }],
    ['1005-1006', { from: '100500.000000', to: '100659.999999' }],
    ['-101112', { to: '101112.999999' }],
    ['101112.5-', { from: '101112.500000' }],
    ['25', undefined],
  ])('of times: %j', (text, range) => expect(parseTimeRange(text)).toEqual(range));

  it.each([
    ['2024', { from: '20240101000000.000000', to: '20241231235959.999999' }],
    ['202402', { from: '20240201000000.000000', to: '20240229235959.999999' }],
    ['2024-2025', { from: '20240101000000.000000', to: '20251231235959.999999' }],
    ['20240101-0500', { from: '20240101000000.000000', to: '20240101235959.999999' }],
    ['20240101-0500-20240102-0500', { from: '20240101000000.000000', to: '20240102235959.999999' }],
    ['20240101-0500-', { from: '20240101000000.000000' }],
    ['-2023', { to: '20231231235959.999999' }],
    ['x', undefined],
  ])('of date-times: %j', (text, range) => expect(parseDateTimeRange(text)).toEqual(range));
});
