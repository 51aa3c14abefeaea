/** How errors of decoding and rendering are answered over HTTP. */

import { PixelsError, type PixelsErrorCode } from '@isocenter/pixels/errors';
import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import type { ProblemCode } from '../http/problem-table.ts';

const problemCodes: Record<PixelsErrorCode, ProblemCode> = {
  'image-attribute-invalid': 'not-renderable',
  'pixel-data-missing': 'not-renderable',
  'image-too-large': 'not-renderable',
  'frame-out-of-range': 'frame-not-found',
  'frames-undetermined': 'frame-not-found',
  'frame-truncated': 'frame-not-found',
  'codec-missing': 'transcoding-not-possible',
  'codestream-malformed': 'not-renderable',
  'codestream-mismatch': 'not-renderable',
  'not-renderable': 'not-renderable',
  'native-too-large': 'transcoding-not-possible',
};

export const dicomwebProblems: ProblemMapping = (error) =>
  error instanceof PixelsError
    ? new HttpProblem(problemCodes[error.code], { cause: error, detail: error.message })
    : undefined;
