/**
 * The options of the Basic Application Level Confidentiality Profile, PS3.15 §E.3, that change what is done to headers,
 * and the codes that say afterwards what was done (PS3.16 CID 7050).
 */

export type ProfileOptions = {
  /** Retain Longitudinal Temporal Information, §E.3.6: dates as they are, or moved by the same days for all of a patient. */
  readonly dates?: 'full' | 'modified';
  /** Dates are moved by whole weeks; only with `dates: 'modified'`. */
  readonly keepsWeekday?: boolean;
  /** §E.3.7; ages of 90 years and more become 90 years, 45 CFR §164.514(b)(2)(i)(C). */
  readonly retainPatientCharacteristics?: boolean;
  /** §E.3.8 */
  readonly retainDeviceIdentity?: boolean;
  /** §E.3.9 */
  readonly retainUids?: boolean;
  /** §E.3.11 */
  readonly retainInstitutionIdentity?: boolean;
  /** §E.3.10: what Table E.3.10-1 or the object itself says is safe, as far as its value can be looked at. */
  readonly retainSafePrivate?: boolean;
  /** §E.3.5: descriptions and comments lose what identifies, rather than all they say. */
  readonly cleanDescriptors?: boolean;
  /** §E.3.3: the text of graphic annotations loses what identifies; overlays go all the same. */
  readonly cleanGraphics?: boolean;
  /** §E.3.4 */
  readonly cleanStructuredContent?: boolean;
  /** What takes the place of names, places and numbers in the text of reports; placeholders unless told. */
  readonly reports?: 'fiducials' | 'surrogates';
};

export type MethodCode = { readonly value: string; readonly meaning: string };

const basic: MethodCode = { value: '113100', meaning: 'Basic Application Confidentiality Profile' };
const graphics: MethodCode = { value: '113103', meaning: 'Clean Graphics Option' };
const structuredContent: MethodCode = { value: '113104', meaning: 'Clean Structured Content Option' };
const descriptors: MethodCode = { value: '113105', meaning: 'Clean Descriptors Option' };
const fullDates: MethodCode = {
  value: '113106',
  meaning: 'Retain Longitudinal Temporal Information Full Dates Option',
};
const modifiedDates: MethodCode = {
  value: '113107',
  meaning: 'Retain Longitudinal Temporal Information Modified Dates Option',
};
const patientCharacteristics: MethodCode = { value: '113108', meaning: 'Retain Patient Characteristics Option' };
const deviceIdentity: MethodCode = { value: '113109', meaning: 'Retain Device Identity Option' };
const uids: MethodCode = { value: '113110', meaning: 'Retain UIDs Option' };
const safePrivate: MethodCode = { value: '113111', meaning: 'Retain Safe Private Option' };
const institutionIdentity: MethodCode = { value: '113112', meaning: 'Retain Institution Identity Option' };

/** §E.3.1 */
export const cleanPixelDataOption: MethodCode = { value: '113101', meaning: 'Clean Pixel Data Option' };

/** §E.3.2 */
export const cleanVisualFeaturesOption: MethodCode = {
  value: '113102',
  meaning: 'Clean Recognizable Visual Features Option',
};

/**
 * Returns the codes of what these options do, in the order of CID 7050.
 * @param done what was done to this very object beside its header, in that order
 */
export function methodCodesOf(options: ProfileOptions, done: readonly MethodCode[] = []): readonly MethodCode[] {
  return [
    basic,
    ...done,
    ...(options.cleanGraphics === true ? [graphics] : []),
    ...(options.cleanStructuredContent === true ? [structuredContent] : []),
    ...(options.cleanDescriptors === true ? [descriptors] : []),
    ...(options.dates === 'full' ? [fullDates] : []),
    ...(options.dates === 'modified' ? [modifiedDates] : []),
    ...(options.retainPatientCharacteristics === true ? [patientCharacteristics] : []),
    ...(options.retainDeviceIdentity === true ? [deviceIdentity] : []),
    ...(options.retainUids === true ? [uids] : []),
    ...(options.retainSafePrivate === true ? [safePrivate] : []),
    ...(options.retainInstitutionIdentity === true ? [institutionIdentity] : []),
  ];
}

/** Returns the value of Longitudinal Temporal Information Modified (0028,0303), PS3.15 §E.3.6. */
export function longitudinalMarkOf({ dates }: ProfileOptions): 'REMOVED' | 'UNMODIFIED' | 'MODIFIED' {
  if (dates === undefined) return 'REMOVED';
  return dates === 'full' ? 'UNMODIFIED' : 'MODIFIED';
}
