/** A grant of a patient in words: to whom, and on what. */

import type { PatientGrant } from '@isocenter/contract/consents';
import type { Words } from '../../languages/catalogue.ts';

export function describeGrant(t: Words, grant: PatientGrant): string {
  const { granteeName, granteeKind } = grant;
  return `${granteeName ?? t(`access.kind_${granteeKind}`)} · ${describeObject(t, grant)}`;
}

/** The study by date and description, where both or one of them are known. */
export function describeObject(t: Words, { level, study }: PatientGrant): string {
  const named = [study?.date, study?.description].filter((part) => part !== undefined).join(' ');
  return named === '' ? t(`access.level_${level}`) : named;
}
