/**
 * What stands over every image: who, when, what, which side. A picture without these is a danger to the next patient, so
 * that nothing here can be switched off by accident; what is absent in the header is left out, not invented.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { parsePersonName } from '@isocenter/dicom/person-name';
import { getItems, getNumber, getString } from '@isocenter/dicom/values';
import type { Words } from '../../../languages/catalogue.ts';
import { findFrameGroup, frameGroupOrDataSet } from './functional-groups.ts';

export type OverlayText = {
  /** Name, id, birth date and sex: top left. */
  readonly patient: readonly string[];
  /** Study and series: top right. */
  readonly study: readonly string[];
  /** Side and view, in large: `R CC`, `L`. */
  readonly side: string | undefined;
  /** Slice position and thickness: bottom left. */
  readonly slice: readonly string[];
};

/** `frame` counts from 1. */
export function readOverlayText(t: Words, dataSet: DataSet, frame: number): OverlayText {
  const text = (keyword: Keyword) => getString(dataSet, tagOf(keyword));
  const birth = formatDate(text('PatientBirthDate'));
  const age = readAge(text('PatientAge'));
  return {
    patient: lines([
      readName(text('PatientName')) ?? t('viewer.noName'),
      text('PatientID'),
      join(' · ', [birth, text('PatientSex'), age]),
    ]),
    study: lines([
      join(' ', [formatDate(text('StudyDate') ?? text('SeriesDate')), formatTime(text('StudyTime'))]),
      text('StudyDescription'),
      join(' · ', [seriesNumber(t, dataSet), text('SeriesDescription') ?? text('ProtocolName')]),
      text('InstitutionName'),
    ]),
    side: join(' ', [readLaterality(dataSet, frame), readView(dataSet)]),
    slice: lines([readSlice(t, dataSet, frame)]),
  };
}

/** `R`, `L` or `B` from the image, its frame's anatomy or the series (PS3.3 §C.7.6.1.1, §C.7.3.1, §10.5). */
export function readLaterality(dataSet: DataSet, frame: number): string | undefined {
  const anatomy = findFrameGroup(dataSet, frame, 'FrameAnatomySequence');
  const candidates = [
    getString(dataSet, tagOf('ImageLaterality')),
    anatomy === undefined ? undefined : getString(anatomy, tagOf('FrameLaterality')),
    getString(dataSet, tagOf('Laterality')),
  ];
  const side = candidates.find((candidate) => candidate !== undefined && candidate !== 'U');
  return side;
}

/** `20240307` as `2024-03-07`; what is no date is shown as it stands. */
function formatDate(date: string | undefined): string | undefined {
  const match = date?.match(/^(\d{4})\.?(\d{2})\.?(\d{2})$/);
  return match ? `${match[1]}-${match[2]}-${match[3]}` : date;
}

/** `142233.1` as `14:22`. */
function formatTime(time: string | undefined): string | undefined {
  const match = time?.match(/^(\d{2}):?(\d{2})/);
  return match ? `${match[1]}:${match[2]}` : undefined;
}

/** `Doe, Jane`, and the name in ideographs beside it where there is one. */
function readName(value: string | undefined): string | undefined {
  const name = parsePersonName(value ?? '');
  const western = name.alphabetic ?? name.phonetic;
  return join('  ', [
    western && join(', ', [western.family, join(' ', [western.given, western.middle])]),
    name.ideographic && join(' ', [name.ideographic.family, name.ideographic.given]),
  ]);
}

/** `042Y` as `42 y`; months, weeks and days of the smallest patients too (PS3.5 Table 6.2-1, AS). */
function readAge(age: string | undefined): string | undefined {
  const match = age?.match(/^(\d{3})([YMWD])$/);
  return match ? `${Number(match[1])} ${match[2]?.toLowerCase()}` : undefined;
}

function seriesNumber(t: Words, dataSet: DataSet): string | undefined {
  const number = getNumber(dataSet, tagOf('SeriesNumber'));
  return number === undefined ? undefined : t('viewer.seriesNumber', { number: String(number) });
}

function readView(dataSet: DataSet): string | undefined {
  const position = getString(dataSet, tagOf('ViewPosition'));
  if (position !== undefined) return position;
  const [code] = getItems(dataSet, tagOf('ViewCodeSequence'));
  return code === undefined ? undefined : getString(code, tagOf('CodeMeaning'));
}

function readSlice(t: Words, dataSet: DataSet, frame: number): string | undefined {
  const measures = frameGroupOrDataSet(dataSet, frame, 'PixelMeasuresSequence');
  const location = getNumber(dataSet, tagOf('SliceLocation'));
  const thickness = getNumber(measures, tagOf('SliceThickness'));
  return join(' · ', [
    location === undefined ? undefined : `${location.toFixed(1)} mm`,
    thickness === undefined || thickness <= 0
      ? undefined
      : t('viewer.thick', { thickness: String(Number(thickness.toFixed(2))) }),
  ]);
}

function join(separator: string, parts: readonly (string | undefined)[]): string | undefined {
  const present = parts.filter((part) => part !== undefined && part !== '');
  return present.length === 0 ? undefined : present.join(separator);
}

function lines(candidates: readonly (string | undefined)[]): readonly string[] {
  return candidates.flatMap((line) => (line === undefined || line === '' ? [] : [line]));
}
