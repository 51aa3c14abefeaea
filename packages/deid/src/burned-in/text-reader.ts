/** Both networks, opened once and used for many pictures, one at a time. */

import type { TextReader } from './find-text.ts';
import { createTextDetector } from './text-detector.ts';
import { createTextRecogniser } from './text-recogniser.ts';

/** Some 300 MB for pictures of 512 × 512, and 1 GB for those of 2000 × 2500; one thread unless told otherwise. */
export async function openTextReader({ threads = 1 } = {}): Promise<TextReader & { close(): Promise<void> }> {
  const detector = await createTextDetector({ threads });
  const recogniser = await createTextRecogniser({ threads });
  return {
    detector,
    recogniser,
    async close() {
      await detector.close();
      await recogniser.close();
    },
  };
}
