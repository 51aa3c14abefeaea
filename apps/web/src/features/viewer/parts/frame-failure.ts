/** Says why a frame cannot be shown, with the code of whatever refused. */

import type { ShownProblem } from '../../../api/problem.ts';
import { DecodeError } from '../frames/decoder-pool.ts';
import { DicomWebError } from '../frames/series-headers.ts';

/** `number` is the place of the image in its stack, counting from 1. */
export function describeFrameFailure(failure: unknown, number: number): ShownProblem {
  if (failure instanceof DicomWebError) {
    return failure.status === 404
      ? {
          title: `There are no pixels for image ${number}`,
          detail: 'Only its header was sent, or the object has been removed since the study was opened.',
          code: 'http-404',
        }
      : { title: `Image ${number} could not be fetched`, detail: failure.message, code: `http-${failure.status}` };
  }
  if (failure instanceof DecodeError) {
    return {
      title: `Image ${number} cannot be shown`,
      detail:
        'Its pixels are damaged, or encoded in a way that nobody here can read. The other images are not affected.',
      code: failure.code,
    };
  }
  return {
    title: `Image ${number} could not be loaded`,
    detail: 'Check the connection, then try again.',
    code: 'load-failed',
  };
}
