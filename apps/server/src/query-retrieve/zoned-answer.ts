/**
 * What the index knows of a match, with its dates and times in the zone of the query, or where it names none in that of
 * the match, PS3.4 §C.4.1.1.3.2. Days of birth are of the calendar and stay.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import type { DicomJson } from '@isocenter/dicom/json';
import { tagKey } from '@isocenter/dicom/tag';
import { datesAndTimes } from '../query/moments.ts';
import { attribute } from '../query/row-attributes.ts';
import { formatOffset, moveToOffset, type PlaceZone, parseOffset } from './time-zone.ts';

const zoneKey = tagKey(tagOf('TimezoneOffsetFromUTC'));
const studyDate = tagKey(tagOf('StudyDate'));
const studyTime = tagKey(tagOf('StudyTime'));
const pairs = datesAndTimes.map(({ date, time }) => ({ date: tagKey(date), time: tagKey(time) }));

/** @param wanted minutes east of UTC; undefined for the zone of the match */
export function inZone(layers: readonly DicomJson[], nodeZone: PlaceZone, wanted?: number): readonly DicomJson[] {
  const offsets = layers.map((layer) => parseOffset(textIn(layer, zoneKey)));
  const own = offsets.find((offset) => offset !== undefined) ?? offsetOfStudy(layers, nodeZone);
  const zone = wanted ?? own;
  const moved = layers.map((layer, at) => {
    // That of a layer, otherwise of one above it: a series that names none is in its study's.
    const stored = offsets.slice(at).find((offset) => offset !== undefined);
    return moveLayer(layer, { stored, zone, nodeZone });
  });
  return [attribute('TimezoneOffsetFromUTC', zone === undefined ? [] : [formatOffset(zone)]), ...moved];
}

type Move = {
  readonly stored: number | undefined;
  readonly zone: number | undefined;
  readonly nodeZone: PlaceZone;
};

function moveLayer(layer: DicomJson, { stored, zone, nodeZone }: Move): DicomJson {
  if (zone === undefined) return layer;
  const moved: { [key: string]: DicomJson[string] } = {};
  for (const { date: dateKey, time: timeKey } of pairs) {
    const text = { date: textIn(layer, dateKey), time: textIn(layer, timeKey) };
    if (text.date === '' || text.time === '') continue;
    const from = stored ?? nodeZone.offsetAt(text);
    if (from === undefined) continue;
    const { date, time } = moveToOffset(text, from, zone);
    moved[dateKey] = { vr: 'DA', Value: [date] };
    moved[timeKey] = { vr: 'TM', Value: [time] };
  }
  return { ...layer, ...moved };
}

/** The node's offset on the day of the study, or today. */
function offsetOfStudy(layers: readonly DicomJson[], nodeZone: PlaceZone): number | undefined {
  const find = (key: string) => layers.map((layer) => textIn(layer, key)).find((text) => text !== '') ?? '';
  return nodeZone.offsetAt({ date: find(studyDate), time: find(studyTime) });
}

/** Returns the first value of an attribute; empty where there is none. */
export function textIn(layer: DicomJson, key: string): string {
  const value = layer[key]?.Value?.[0];
  return typeof value === 'string' ? value : '';
}
