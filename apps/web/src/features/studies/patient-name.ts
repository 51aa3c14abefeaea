/** Without a style of its own, so that pages that are loaded later can have it without the list of studies. */

import type { StudySummary } from '@isocenter/contract/studies';

/** What to call the patient where the object has no name. */
export function nameOf(study: StudySummary): string {
  return study.patientName.display === '' ? 'No name' : study.patientName.display;
}
