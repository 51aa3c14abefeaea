import { expect, test } from 'vitest';
import { formatOffset, moveToOffset, PlaceZone, parseOffset } from './time-zone.ts';

test.each([
  ['+0000', 0],
  ['+0545', 345],
  ['-0330', -210],
  ['-1200', -720],
  ['+1400', 840],
])('%s is %i minutes', (text, minutes) => {
  expect(parseOffset(text)).toBe(minutes);
  expect(formatOffset(minutes)).toBe(text);
});

test.each(['', '0100', '+01', '+01:00', '+1401', '-1201', '+0160', 'Z'])('<%s> is no offset', (text) => {
  expect(parseOffset(text)).toBeUndefined();
});

const moved = (date: string, time: string, from: number, to: number) =>
  Object.values(moveToOffset({ date, time }, from, to)).join(' ');

test('a moment is moved over days, months and years, as precisely as it was written', () => {
  expect(moved('20240101', '0030', 0, -60)).toBe('20231231 2330');
  expect(moved('20240228', '233000.123', 60, 120)).toBe('20240229 003000.123');
  expect(moved('20240630', '23', 0, 60)).toBe('20240701 00');
  expect(moved('20240630', '23', 0, 345)).toBe('20240701 0445');
  expect(moved('20161231', '235960', 0, 60)).toBe('20170101 005960');
  expect(moved('00990101', '00', 840, -720)).toBe('00981230 22');
});

test('what is no moment stays', () => {
  expect(moved('20240101', '', 0, 60)).toBe('20240101 ');
  expect(moved('', '10', 0, 60)).toBe(' 10');
  expect(moved('20240231', '10', 0, 60)).toBe('20240231 10');
  expect(moved('00000101', '0000', 60, 0)).toBe('00000101 0000');
});

test('a place has its summer time', () => {
  const berlin = new PlaceZone('Europe/Berlin');
  const at = (date: string, time: string) => berlin.offsetAt({ date, time });
  expect([at('20240331', '0159'), at('20240331', '0300')]).toEqual([60, 120]);
  expect([at('20240701', ''), at('20241231', '235959.999')]).toEqual([120, 60]);
  expect(new PlaceZone('America/St_Johns').offsetAt({ date: '20240101', time: '10' })).toBe(-210);
  expect(at('20249901', '10')).toBeUndefined();
  expect(() => new PlaceZone('Europe/Nowhere')).toThrow(RangeError);
});
