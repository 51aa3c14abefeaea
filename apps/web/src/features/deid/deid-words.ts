/** What projects of de-identification keep and do, in words. */

import type { DeidProfile, DeidProject, DeidRow } from '@isocenter/contract/deid-projects';
import type { WordKey, Words } from '../../languages/catalogue.ts';
import type { deidActions } from '../../languages/deid-actions/en.ts';
import type { deidKinds } from '../../languages/deid-kinds/en.ts';
import type { deidReasons } from '../../languages/deid-reasons/en.ts';

export type Choice = {
  readonly option: Exclude<keyof DeidProfile, 'dates'>;
  readonly label: WordKey;
  readonly note: WordKey;
};

/** What may stay besides dates: option, name and note, in the order in which it is offered. */
export const choices: readonly Choice[] = [
  { option: 'retainPatientCharacteristics', label: 'deid.keepCharacteristics', note: 'deid.characteristicsNote' },
  { option: 'retainDeviceIdentity', label: 'deid.keepDevice', note: 'deid.deviceNote' },
  { option: 'retainInstitutionIdentity', label: 'deid.keepInstitution', note: 'deid.institutionNote' },
  { option: 'retainUids', label: 'deid.keepUids', note: 'deid.uidsNote' },
  { option: 'retainSafePrivate', label: 'deid.keepPrivate', note: 'deid.privateNote' },
];

/** What may be cleaned of what identifies, rather than lose all it says. */
export const cleanings: readonly Choice[] = [
  { option: 'cleanDescriptors', label: 'deid.cleanDescriptors', note: 'deid.descriptorsNote' },
  { option: 'cleanStructuredContent', label: 'deid.cleanReports', note: 'deid.reportsNote' },
  { option: 'cleanGraphics', label: 'deid.cleanGraphics', note: 'deid.graphicsNote' },
];

/** Returns what stays, one part each; none where nothing does that identifies. */
export function listKept(t: Words, { profile }: Pick<DeidProject, 'profile'>): readonly string[] {
  const { dates } = profile;
  return [
    ...(dates === undefined ? [] : [t(dates === 'full' ? 'deid.datesKept' : 'deid.datesMoved')]),
    ...(profile.retainPatientCharacteristics === true ? [t('deid.characteristics')] : []),
    ...(profile.retainDeviceIdentity === true ? [t('deid.device')] : []),
    ...(profile.retainInstitutionIdentity === true ? [t('deid.institution')] : []),
    ...(profile.retainUids === true ? [t('deid.uids')] : []),
    ...(profile.retainSafePrivate === true ? [t('deid.private')] : []),
    ...(profile.cleanDescriptors === true ? [t('deid.descriptors')] : []),
    ...(profile.cleanStructuredContent === true ? [t('deid.reports')] : []),
    ...(profile.cleanGraphics === true ? [t('deid.graphics')] : []),
  ];
}

/** Says what was done to an attribute; an action that the page does not know yet changed it. */
export function describeDone(t: Words, { action, change }: Pick<DeidRow, 'action' | 'change'>): string {
  if (change === 'same' || change === 'added') return t(`deidActions.${change}`);
  // `has` looks whether there is such a text.
  const key = `deidActions.${action}` as `deidActions.${keyof typeof deidActions}`;
  return action !== undefined && t.has(key) ? t(key) : t('deidActions.changed');
}

/** Says why an object is held back; a reason that the page does not know stands as it is. */
export function describeHeld(t: Words, reason: string): string {
  const key = `deidReasons.${reason}` as `deidReasons.${keyof typeof deidReasons}`;
  return t.has(key) ? t(key) : reason;
}

/** Names a kind of identity; one that the page does not know stands as it is. */
export function describeKind(t: Words, kind: string): string {
  const key = `deidKinds.${kind}` as `deidKinds.${keyof typeof deidKinds}`;
  return t.has(key) ? t(key) : kind;
}
