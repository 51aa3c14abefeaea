/**
 * What an annotated picture says, PS3.18 §8.3.5.1.1: `patient` is who is seen, `technique` how the picture was made. What
 * the object does not say is left out; descriptions, which people fill with anything, names included, are no technique.
 *
 * Read from the object itself, as its metadata are. How the lines are drawn is `drawn-text.ts`'s.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { formatDicomDate, parseDicomDate, parseDicomTime } from '@isocenter/dicom/date-time';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { type PersonNameComponents, parsePersonName } from '@isocenter/dicom/person-name';
import { getString } from '@isocenter/dicom/values';
import type { Voi } from '@isocenter/pixels/voi';
import type { TextBlock } from './drawn-text.ts';
import type { Annotation } from './parameters.ts';

export type AnnotatedFrame = {
  readonly header: DataSet;
  /** Counted from 1. */
  readonly frame: number;
  readonly numberOfFrames: number;
  /** What grey values were shown by; absent for colour, and where all values are shown. */
  readonly voi: Voi | undefined;
};

export function annotationOf(kind: Annotation, frame: AnnotatedFrame): TextBlock {
  const lines = kind === 'patient' ? patientLines(frame.header) : techniqueLines(frame);
  return { corner: kind === 'patient' ? 'top-left' : 'bottom-left', lines: lines.filter((line) => line !== '') };
}

/** Name in each of its scripts, id, birth date and sex. */
function patientLines(header: DataSet): readonly string[] {
  const { alphabetic, ideographic, phonetic } = parsePersonName(text(header, 'PatientName') ?? '');
  return [
    ...[alphabetic, ideographic, phonetic].map((group) => (group === undefined ? '' : nameLine(group))),
    text(header, 'PatientID') ?? '',
    together(' · ', [date(text(header, 'PatientBirthDate')), text(header, 'PatientSex')]),
  ];
}

/** Modality and time of the study; series, image and frame; side and view; the window. */
function techniqueLines({ header, frame, numberOfFrames, voi }: AnnotatedFrame): readonly string[] {
  const numbered = (label: string, keyword: Keyword) => {
    const number = text(header, keyword);
    return number === undefined ? undefined : `${label} ${number}`;
  };
  const side = text(header, 'ImageLaterality') ?? text(header, 'Laterality');
  return [
    together(' ', [text(header, 'Modality'), date(text(header, 'StudyDate')), time(text(header, 'StudyTime'))]),
    together(' · ', [
      numbered('Se', 'SeriesNumber'),
      numbered('Im', 'InstanceNumber'),
      numberOfFrames > 1 ? `Fr ${frame}/${numberOfFrames}` : undefined,
    ]),
    together(' ', [side, text(header, 'ViewPosition')]),
    voi?.kind === 'window' ? `C ${rounded(voi.center)} W ${rounded(voi.width)}` : '',
  ];
}

function nameLine({ family, given, middle, prefix, suffix }: PersonNameComponents): string {
  return together(', ', [family, together(' ', [prefix, given, middle]), suffix]);
}

/** `20240307` as `2024-03-07`; what is no date as it stands. */
function date(written: string | undefined): string | undefined {
  const parsed = parseDicomDate(written ?? '');
  return parsed === undefined ? written : formatDicomDate(parsed).replace(/^(.{4})(..)(..)$/, '$1-$2-$3');
}

/** `142233.1` as `14:22`; what does not say as much is left out. */
function time(written: string | undefined): string | undefined {
  const { hour, minute } = parseDicomTime(written ?? '') ?? {};
  if (hour === undefined || minute === undefined) return undefined;
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
}

function text(header: DataSet, keyword: Keyword): string | undefined {
  return getString(header, tagOf(keyword))?.trim() || undefined;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function together(separator: string, parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}
