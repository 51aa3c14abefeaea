/**
 * Patients, studies, series and instances of a list of objects; the search in them is `reference-search.ts`.
 *
 * What an entity is like is said by the first of its objects, PS3.4 §C.6.1.1 knows no other rule: who sends objects that
 * contradict each other is answered with what came first. An instance that came twice is there once.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { getItems, getStrings } from '@isocenter/dicom/values';
import { getKey, type Level, levels, type QueryKey, queryKeys } from './query-keys.ts';

/** A key that is asked for. */
export type AskedKey = {
  readonly key: QueryKey;
  /** None for universal matching. */
  readonly values: readonly string[];
};

export type Entity = {
  /** Which it is, after that of what it belongs to. */
  readonly path: string;
  /** Timezone Offset From UTC (0008,0201) of the first object of the study and of the series; empty where it names none that is one. */
  readonly zones: { readonly study: string; readonly series: string };
  /** Values of every key of the level and those above, keys in sequences left out. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Values of the keys in items of a sequence, by item, by sequence. */
  readonly items: ReadonlyMap<Keyword, readonly ReadonlyMap<string, readonly string[]>[]>;
};

const [enhancedSr, comprehensiveSr] = ['1.2.840.10008.5.1.4.1.1.88.22', '1.2.840.10008.5.1.4.1.1.88.33'];

const relatedGeneral: Readonly<Record<string, readonly string[]>> = {
  '1.2.840.10008.5.1.4.1.1.1.2': ['1.2.840.10008.5.1.4.1.1.1.1'],
  '1.2.840.10008.5.1.4.1.1.1.2.1': ['1.2.840.10008.5.1.4.1.1.1.1.1'],
  '1.2.840.10008.5.1.4.1.1.1.3': ['1.2.840.10008.5.1.4.1.1.1.1'],
  '1.2.840.10008.5.1.4.1.1.1.3.1': ['1.2.840.10008.5.1.4.1.1.1.1.1'],
  '1.2.840.10008.5.1.4.1.1.9.1.1': ['1.2.840.10008.5.1.4.1.1.9.1.2'],
  '1.2.840.10008.5.1.4.1.1.88.11': [enhancedSr, comprehensiveSr],
  '1.2.840.10008.5.1.4.1.1.88.22': [comprehensiveSr],
  '1.2.840.10008.5.1.4.1.1.88.67': [enhancedSr, comprehensiveSr],
};

export type ReferenceArchive = { readonly [level in Level]: readonly Entity[] };

/** Builds the archive that objects make, in the order in which they were accepted. */
export function buildArchive(objects: readonly DataSet[]): ReferenceArchive {
  const entities = new Map<Level, Map<string, Entity>>(levels.map((level) => [level, new Map()]));
  const seen = new Set<string>();
  const inStudy: InStudy = { modalities: new Map(), sopClasses: new Map() };
  for (const object of objects) {
    const sopInstanceUid = textOf(object, getKey('SOPInstanceUID'));
    if (seen.has(sopInstanceUid)) continue;
    seen.add(sopInstanceUid);
    let above: Entity | undefined;
    let path = '|';
    for (const level of levels) {
      path += `${identityOf(object, level)}|`;
      const known = entities.get(level);
      above = known?.get(path) ?? buildEntity(object, level, { path, above });
      known?.set(path, above);
      if (level === 'SERIES') addTo(inStudy.modalities, above, 'Modality');
      if (level === 'IMAGE') addTo(inStudy.sopClasses, above, 'SOPClassUID');
    }
  }
  const archive = (level: Level): readonly Entity[] =>
    [...(entities.get(level)?.values() ?? [])].map((entity) => withStudyFacts(entity, inStudy));
  return {
    PATIENT: archive('PATIENT'),
    STUDY: archive('STUDY'),
    SERIES: archive('SERIES'),
    IMAGE: archive('IMAGE'),
  };
}

/** Returns the values of an attribute without padding; none where it is empty, or no number where it must be one. */
export function valuesOf(object: DataSet, { keyword, vr }: QueryKey): readonly string[] {
  const values = getStrings(object, tagOf(keyword)).map((value) => value.trim());
  if (vr === 'IS' && values.some((value) => Number.isNaN(Number(value)))) return [];
  return values.every((value) => value === '') ? [] : values;
}

/** Returns the values of keys in the items of their sequences, of one level or of all. */
export function itemsOf(object: DataSet, level?: Level): Entity['items'] {
  const keys = queryKeys.filter((key) => key.sequence !== undefined && (level === undefined || key.level === level));
  const sequences = new Set(keys.flatMap(({ sequence }) => sequence ?? []));
  return new Map(
    Array.from(sequences, (sequence) => {
      const inside = keys.filter((key) => key.sequence === sequence);
      return [sequence, getItems(object, tagOf(sequence)).map((item) => valuesByKeyword(item, inside))];
    }),
  );
}

function valuesByKeyword(object: DataSet, keys: readonly QueryKey[]): Entity['values'] {
  return new Map(keys.map((key) => [key.keyword, valuesOf(object, key)]));
}

/** Returns a text that is equal for objects of one patient, and what else each of them says of the patient. */
export function patientOf(object: DataSet): { readonly identity: string; readonly attributes: string } {
  const keys = queryKeys.filter(({ level }) => level === 'PATIENT');
  return {
    identity: identityOf(object, 'PATIENT'),
    attributes: JSON.stringify(keys.map((key) => valuesOf(object, key))),
  };
}

/** Objects without a Patient ID are of nobody else than their study's patient. */
function identityOf(object: DataSet, level: Level): string {
  const [patientId, issuer, study, series, instance] = (
    ['PatientID', 'IssuerOfPatientID', 'StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const
  ).map((keyword) => textOf(object, getKey(keyword)));
  switch (level) {
    case 'PATIENT':
      return JSON.stringify(patientId === '' ? [study] : [patientId, issuer]);
    case 'STUDY':
      return study ?? '';
    case 'SERIES':
      return series ?? '';
    case 'IMAGE':
      return instance ?? '';
  }
}

type Place = { readonly path: string; readonly above: Entity | undefined };

function buildEntity(object: DataSet, level: Level, { path, above }: Place): Entity {
  const own = queryKeys.filter((key) => key.level === level && key.sequence === undefined);
  const [named = ''] = getStrings(object, tagOf('TimezoneOffsetFromUTC'));
  const zone = /^[+-]\d{4} ?$/.test(named) ? named.trim() : '';
  return {
    path,
    zones: {
      study: level === 'STUDY' ? zone : (above?.zones.study ?? ''),
      series: level === 'SERIES' ? zone : (above?.zones.series ?? ''),
    },
    values: new Map([...(above?.values ?? []), ...valuesByKeyword(object, own)]),
    items: new Map([...(above?.items ?? []), ...itemsOf(object, level)]),
  };
}

/** Values of what is in each study. */
type InStudy = { readonly [fact in 'modalities' | 'sopClasses']: Map<string, Set<string>> };

function addTo(known: Map<string, Set<string>>, { values }: Entity, keyword: Keyword): void {
  const study = studyTextOf(values);
  const set = known.get(study) ?? new Set();
  for (const value of values.get(keyword) ?? []) set.add(value);
  known.set(study, set);
}

/** Modalities in Study (0008,0061) and SOP Classes in Study (0008,0062) are worked out, PS3.4 §C.3.4. */
function withStudyFacts(entity: Entity, { modalities, sopClasses }: InStudy): Entity {
  const { values } = entity;
  if (!values.has('StudyInstanceUID')) return entity;
  const own = (known: InStudy['modalities']) => [...(known.get(studyTextOf(values)) ?? [])].toSorted();
  const facts = [
    ['ModalitiesInStudy', own(modalities)],
    ['SOPClassesInStudy', own(sopClasses)],
  ] as const;
  return { ...entity, values: new Map([...values, ...facts, ...relatedGeneralOf(values)]) };
}

/** PS3.4 §B.3.1.4, as far as generated objects and the corpus have such classes. */
function relatedGeneralOf(values: Entity['values']): readonly (readonly [Keyword, readonly string[]])[] {
  const [sopClass] = values.get('SOPClassUID') ?? [];
  return sopClass === undefined ? [] : [['RelatedGeneralSOPClassUID', relatedGeneral[sopClass] ?? []]];
}

/** The same Study Instance UID of two patients is two studies. */
function studyTextOf(values: Entity['values']): string {
  const keywords = ['PatientID', 'IssuerOfPatientID', 'StudyInstanceUID'] as const;
  return JSON.stringify(keywords.map((keyword) => values.get(keyword)));
}

function textOf(object: DataSet, key: QueryKey): string {
  return valuesOf(object, key)[0] ?? '';
}
