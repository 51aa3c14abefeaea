/**
 * Where the attributes of one frame stand: in its own functional groups, in the shared ones, or, in objects without
 * functional groups, in the data set itself (PS3.3 §C.7.6.16).
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { getItems } from '@isocenter/dicom/values';

/** Returns the item of a functional group macro that speaks for a frame; `frame` counts from 1. */
export function findFrameGroup(dataSet: DataSet, frame: number, macro: Keyword): DataSet | undefined {
  const own = getItems(dataSet, tagOf('PerFrameFunctionalGroupsSequence'))[frame - 1];
  const shared = getItems(dataSet, tagOf('SharedFunctionalGroupsSequence'))[0];
  for (const groups of [own, shared]) {
    const item = groups === undefined ? undefined : getItems(groups, tagOf(macro))[0];
    if (item !== undefined) return item;
  }
  return undefined;
}

/** Returns the macro's item, or the data set itself where the object has no such macro. */
export function frameGroupOrDataSet(dataSet: DataSet, frame: number, macro: Keyword): DataSet {
  return findFrameGroup(dataSet, frame, macro) ?? dataSet;
}
