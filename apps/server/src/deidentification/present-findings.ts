/** What was found in an object as a person is shown it who may see its study; values are masked, and beside the text. */

import type { DeidHeldDetail } from '@isocenter/contract/deid-projects';
import type { LeakInContext } from '@isocenter/deid/leak-scan/leak-context';
import { findDictionaryEntry } from '@isocenter/dicom/dictionary';
import { tagFrom } from '@isocenter/dicom/tag';

export function presentFindings({
  findings,
}: {
  readonly findings: readonly LeakInContext[];
}): DeidHeldDetail['findings'] {
  return findings.map(({ path, kind, context }) => {
    const [, group = '', element = ''] = /\(([0-9A-F]{4}),([0-9A-F]{4})\)$/.exec(path) ?? [];
    const name =
      group === '' ? undefined : findDictionaryEntry(tagFrom(parseInt(group, 16), parseInt(element, 16)))?.name;
    return {
      ...{ path, kind },
      ...(name !== undefined && { name }),
      ...(context !== undefined && { context: context.text, words: [...context.words] }),
    };
  });
}
