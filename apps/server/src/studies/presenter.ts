/** Turns rows of the index into the shapes of `packages/contract`: ISO dates, display names, absent for unknown. */

import type { PersonName } from '@isocenter/contract/person-name';
import type { StudySummary } from '@isocenter/contract/studies';
import type { StudyDetail } from '@isocenter/contract/study-detail';
import { parsePersonName } from '@isocenter/dicom/person-name';
import { findSopClass } from '@isocenter/dicom/uids';
import type { listStudyContent, StudyRow } from './repository.ts';

export function presentStudy(row: StudyRow): StudySummary {
  return compact({
    id: String(row.id),
    studyInstanceUid: row.study_instance_uid,
    patientName: presentName(row.patient_name),
    patientId: textOf(row.patient_id),
    patientBirthDate: isoDate(row.birth_date),
    patientSex: textOf(row.sex),
    accessionNumber: textOf(row.accession_number),
    studyDate: isoDate(row.study_date),
    studyTime: isoTime(row.study_time),
    description: textOf(row.description),
    modalities: [...row.modalities],
    seriesCount: row.series_count,
    instanceCount: row.instance_count,
    referringPhysician: row.referring_physician === '' ? undefined : presentName(row.referring_physician),
    institution: textOf(row.institution),
    receivedAt: row.received_at.toISOString(),
    state: row.arriving_since === null ? (row.completeness ?? undefined) : ('arriving' as const),
    labels: [...row.labels],
    conflicts: row.conflicts,
  });
}

type Content = Awaited<ReturnType<typeof listStudyContent>>;

/** Groups instances under their series; both come in display order. */
export function presentStudyDetail(study: StudyRow, content: Content): Pick<StudyDetail, 'study' | 'series'> {
  const bySeries = Map.groupBy(content.instances, (instance) => instance.series_id);
  const series = content.series.map((row) =>
    compact({
      id: String(row.id),
      seriesInstanceUid: row.series_instance_uid,
      modality: textOf(row.modality),
      number: row.number ?? undefined,
      description: textOf(row.description),
      bodyPart: textOf(row.body_part),
      date: isoDate(row.series_date),
      instanceCount: row.instance_count,
      instances: (bySeries.get(row.id) ?? []).map(presentInstance),
    }),
  );
  return { study: presentStudy(study), series };
}

function presentInstance(row: Content['instances'][number]) {
  return compact({
    id: String(row.id),
    sopInstanceUid: row.sop_instance_uid,
    sopClassUid: row.sop_class_uid,
    sopClassName: findSopClass(row.sop_class_uid)?.name ?? row.sop_class_uid,
    number: row.number ?? undefined,
    rows: row.rows ?? undefined,
    columns: row.columns ?? undefined,
    frames: row.frames !== null && row.frames >= 1 ? row.frames : undefined,
    transferSyntaxUid: row.transfer_syntax_uid,
    lossy: row.lossy,
    renderable: isRenderable(row),
  });
}

/** Video streams have pixels but no frames that this node can make a picture of, PS3.5 §A.4.5 and following. */
const videoSyntaxes = /^1\.2\.840\.10008\.1\.2\.4\.10\d/;

function isRenderable(row: Content['instances'][number]): boolean {
  return (
    row.rows !== null &&
    row.columns !== null &&
    row.pixel_data_offset !== null &&
    !videoSyntaxes.test(row.transfer_syntax_uid)
  );
}

/** Returns a name taken apart, with what to show in a list. */
export function presentName(text: string): PersonName {
  const name = parsePersonName(text);
  const groups = { alphabetic: name.alphabetic, ideographic: name.ideographic, phonetic: name.phonetic };
  const shown = name.alphabetic ?? name.ideographic ?? name.phonetic;
  const given = [shown?.given, shown?.middle].filter(isText).join(' ');
  const display = [[shown?.family, given].filter(isText).join(', '), shown?.suffix].filter(isText).join(' ');
  return compact({ display, ...mapValues(groups, presentComponents) });
}

function presentComponents(components: Record<string, string | undefined> | undefined) {
  if (components === undefined) return undefined;
  const present = Object.fromEntries(Object.entries(components).filter(([, value]) => isText(value)));
  return Object.keys(present).length === 0 ? undefined : present;
}

/** `YYYYMMDD` to `YYYY-MM-DD`; undefined for what is not a calendar date, PS3.5 §6.2. */
export function isoDate(text: string): string | undefined {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text.trim());
  if (match === null) return undefined;
  const iso = `${match[1]}-${match[2]}-${match[3]}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? undefined : iso;
}

/** `HHMMSS.FFFFFF`, also cut off after hours or minutes, to `HH:MM:SS`. */
export function isoTime(text: string): string | undefined {
  const match = /^([01]\d|2[0-3]):?([0-5]\d)?:?([0-5]\d|60)?(\.\d+)?$/.exec(text.trim());
  return match === null ? undefined : `${match[1]}:${match[2] ?? '00'}:${match[3] ?? '00'}`;
}

function textOf(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function isText(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function mapValues<K extends string, A, B>(record: Record<K, A>, map: (value: A) => B): Record<K, B> {
  // The entries have the keys of the record they came from.
  return Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, map(value)])) as Record<K, B>;
}

type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out members that are undefined. */
function compact<T extends object>(value: T): Compact<T> {
  // Only members that are undefined are dropped, which is what `Compact` says.
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Compact<T>;
}
