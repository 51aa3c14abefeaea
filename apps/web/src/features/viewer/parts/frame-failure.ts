/** Says why a frame cannot be shown, with the code of whatever refused. */

import type { ShownProblem } from '../../../api/problem.ts';
import type { Words } from '../../../languages/catalogue.ts';
import { DecodeError } from '../frames/decoder-pool.ts';
import { DicomWebError } from '../frames/series-headers.ts';

/** `number` is the place of the image in its stack, counting from 1. */
export function describeFrameFailure(t: Words, failure: unknown, number: number): ShownProblem {
  if (failure instanceof DicomWebError) {
    return failure.status === 404
      ? {
          title: t('viewer.noPixels', { number }),
          detail: t('viewer.noPixelsDetail'),
          code: 'http-404',
        }
      : {
          title: t('viewer.notFetched', { number }),
          detail: t('viewer.notFetchedDetail', { status: String(failure.status) }),
          code: `http-${failure.status}`,
        };
  }
  if (failure instanceof DecodeError) {
    return {
      title: t('viewer.notShown', { number }),
      detail: t('viewer.notShownDetail'),
      code: failure.code,
    };
  }
  return {
    title: t('viewer.notLoaded', { number }),
    detail: t('viewer.notLoadedDetail'),
    code: 'load-failed',
  };
}
