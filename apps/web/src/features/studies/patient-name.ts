/** Without a style of its own, so that pages that are loaded later can have it without the list of studies. */

import type { StudySummary } from '@isocenter/contract/studies';
import type { Words } from '../../languages/catalogue.ts';

/** What to call the patient where the object has no name. */
export function nameOf(t: Words, study: StudySummary): string {
  return study.patientName.display === '' ? t('studies.noName') : study.patientName.display;
}
