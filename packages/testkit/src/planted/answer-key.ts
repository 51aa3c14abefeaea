/**
 * What is asked of each object with planted identity, as the MIDI-B challenge asks it (arXiv 2507.23608): ten actions,
 * each of one element of one instance.
 *
 * The key assumes the Basic Profile of PS3.15 Annex E with the options that TCIA works with: Clean Pixel Data, Clean
 * Descriptors, Clean Structured Content, Clean Graphics, Retain Longitudinal Temporal Information with Modified Dates,
 * Retain Patient Characteristics and Retain Safe Private; of devices and institutions nothing is asked to stay.
 */

export const plantedActions = [
  'tag_retained',
  'text_notnull',
  'text_retained',
  'text_removed',
  'date_shifted',
  'uid_changed',
  'pixels_hidden',
  'pixels_retained',
  'uid_consistent',
  'patid_consistent',
] as const;

export type PlantedAction = (typeof plantedActions)[number];

/** Actions that fail where identity is left, whatever else becomes of the object. */
export const identityActions: ReadonlySet<PlantedAction> = new Set<PlantedAction>([
  'text_removed',
  'date_shifted',
  'uid_changed',
  'pixels_hidden',
]);

/** Options of PS3.15 §E.3 without which something does not stay that shall stay with them. */
export type PlantedOption =
  | 'clean descriptors'
  | 'clean structured content'
  | 'modified dates'
  | 'patient characteristics'
  | 'safe private';

/** A part of a picture in pixels from its upper left corner, with the text that was drawn there, dot by dot. */
export type PlantedBox = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  /** Pixels of a dot of the letters. */
  readonly scale: number;
};

export type PlantedCheck = {
  readonly action: PlantedAction;
  /** As `flattenDataSet` writes it; `(preamble)`, `(file)` and `(unused bits)` for what is no element. */
  readonly path: string;
  /** Where the identity was hidden, such as `private OB, UTF-16`; `kept` for what shall stay. */
  readonly position: string;
  /** The tokens that shall go, the value that shall stay, the date or UID that shall change; a digest of pixels. */
  readonly expected: readonly string[];
  readonly box?: PlantedBox;
  /** Asked for only where the option is taken; of retention alone. */
  readonly option?: PlantedOption;
};

/** A text that occurs nowhere but where it was planted, and must not be found in any byte of the result. */
export type PlantedToken = { readonly text: string; readonly position: string };

export type PlantedInstance = {
  readonly bytes: Uint8Array;
  readonly template: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly modality: string;
  readonly transferSyntaxUid: string;
  readonly characterSets: readonly string[];
  readonly checks: readonly PlantedCheck[];
  readonly tokens: readonly PlantedToken[];
  /** UIDs of instances, series, studies and the like that stand anywhere in it. */
  readonly uids: readonly string[];
};
