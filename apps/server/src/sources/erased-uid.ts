/** How a study of an erased patient is known, so that no mirror brings it back: by a digest, which names nobody. */

import { createHash } from 'node:crypto';

export function erasedUid(studyInstanceUid: string): string {
  return `sha256:${createHash('sha256').update(studyInstanceUid).digest('hex')}`;
}
