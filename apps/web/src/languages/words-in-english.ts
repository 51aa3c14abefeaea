/** The English texts outside of the pages, for tests of functions that make words. */

import { createTranslator } from 'use-intl';
import type { Words } from './catalogue.ts';
import { en } from './en.ts';

export function wordsInEnglish(): Words {
  return createTranslator({ locale: 'en-GB', messages: en, timeZone: 'UTC' });
}
