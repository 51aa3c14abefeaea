/** What a decision of a person on an object in the quarantine means for its de-identification. */

import type { OfFile } from '@isocenter/deid/deidentify-file';
import { findingKey } from './folder-quarantine.ts';
import type { Released } from './object-task.ts';

export function ofReleased({ picture, findings }: Released): OfFile {
  const keys = new Set(findings.map(findingKey));
  return { acceptPicture: picture, isReleased: (leak) => keys.has(findingKey(leak)) };
}
