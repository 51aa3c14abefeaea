/** Findings in the shape of `packages/contract`. */

import type { HeaderFinding } from '@isocenter/contract/elements';
import type { Finding } from '@isocenter/dicom/finding';
import { formatTag } from '@isocenter/dicom/tag';

const maxFindings = 200;

export function presentFindings(findings: readonly Finding[]): HeaderFinding[] {
  return findings.slice(0, maxFindings).map(({ code, severity, tag, offset, message }) => ({
    code,
    severity,
    message,
    ...(tag === undefined ? {} : { tag: formatTag(tag) }),
    ...(offset === undefined ? {} : { offset }),
  }));
}
