/**
 * The frames of a series in the order in which they are scrolled: by Instance Number, as whoever acquired them meant it,
 * or by position in the patient where the numbers say nothing; the frames of one object stay together.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getNumber, getString } from '@isocenter/dicom/values';
import { positionAlongNormal, readFrameGeometry } from './frame-geometry.ts';

export type StackFrame = {
  readonly header: DataSet;
  readonly sopInstanceUid: string;
  /** Counts from 1. */
  readonly frame: number;
  readonly numberOfFrames: number;
};

/** Instances without pixels (`Rows` absent) are left out; `countLeftOut` says how many those are. */
export function buildStack(headers: readonly DataSet[]): readonly StackFrame[] {
  const instances = headers.flatMap((header) => {
    const sopInstanceUid = getString(header, tagOf('SOPInstanceUID'));
    if (sopInstanceUid === undefined || getNumber(header, tagOf('Rows')) === undefined) return [];
    return [{ header, sopInstanceUid, number: getNumber(header, tagOf('InstanceNumber')) }];
  });
  return sortInstances(instances).flatMap(({ header, sopInstanceUid }) => {
    const numberOfFrames = Math.max(1, Math.floor(getNumber(header, tagOf('NumberOfFrames')) ?? 1));
    return Array.from({ length: numberOfFrames }, (_, index) => ({
      header,
      sopInstanceUid,
      frame: index + 1,
      numberOfFrames,
    }));
  });
}

/** How many of the instances have no place in the stack, since their headers describe no pixels. */
export function countLeftOut(headers: readonly DataSet[], stack: readonly StackFrame[]): number {
  return headers.length - new Set(stack.map((frame) => frame.header)).size;
}

type Instance = { readonly header: DataSet; readonly sopInstanceUid: string; readonly number: number | undefined };

function sortInstances(instances: readonly Instance[]): readonly Instance[] {
  const numbers = new Set(instances.map((instance) => instance.number));
  if (numbers.size === instances.length && !numbers.has(undefined)) {
    return [...instances].sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
  }
  const placed = instances.map((instance) => ({
    instance,
    position: positionAlongNormal(readFrameGeometry(instance.header, 1)),
  }));
  if (placed.some(({ position }) => position === undefined)) {
    return [...instances].sort((a, b) => (a.number ?? Number.MAX_VALUE) - (b.number ?? Number.MAX_VALUE));
  }
  return placed.sort((a, b) => (a.position ?? 0) - (b.position ?? 0)).map(({ instance }) => instance);
}
