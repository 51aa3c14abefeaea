/** How errors of retrieval, decoding and rendering are answered over HTTP. */

import { PixelsError, type PixelsErrorCode } from '@isocenter/pixels/errors';
import { HttpProblem, type ProblemMapping } from '../http/problem.ts';
import type { ProblemCode } from '../http/problem-table.ts';
import { RenderingError, type RenderingErrorCode } from '../rendering/errors.ts';
import { RetrievalError } from '../retrieval/retrieval-error.ts';

/** Frames take some tens of milliseconds. */
const busyRetrySeconds = 1;

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
  'not-encodable': 'transcoding-not-possible',
  'trailer-not-readable': 'transcoding-not-possible',
};

const renderingCodes: Record<RenderingErrorCode, ProblemCode> = {
  'renderer-busy': 'renderer-busy',
  'renderer-timeout': 'not-renderable',
  'renderer-failed': 'not-renderable',
  'rendering-parameter-invalid': 'rendering-parameter-invalid',
};

export const dicomwebProblems: ProblemMapping = (error) => {
  if (error instanceof PixelsError) {
    return new HttpProblem(problemCodes[error.code], { cause: error, detail: error.message });
  }
  // Its codes are those of problems.
  if (error instanceof RetrievalError) return new HttpProblem(error.code, { cause: error, detail: error.message });
  if (!(error instanceof RenderingError)) return undefined;
  const retry = error.code === 'renderer-busy' ? { retryAfterSeconds: busyRetrySeconds } : {};
  return new HttpProblem(renderingCodes[error.code], { cause: error, detail: error.message, ...retry });
};
