/** What a project does with pictures, as options of a de-identifier. */

import type { DeidPictures } from '@isocenter/contract/deid-projects';
import type { OpenOptions } from './open-deidentifier.ts';

export function openOptionsOf(pictures: DeidPictures): Pick<OpenOptions, 'acceptPictures' | 'cleanPixels'> {
  return { acceptPictures: pictures === 'accept', cleanPixels: pictures === 'clean' };
}
