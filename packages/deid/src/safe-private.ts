/**
 * The private elements of a data set that may stay under the Retain Safe Private Option, PS3.15 §E.3.10: those of Table
 * E.3.10-1, and those that the object itself says are safe (Private Data Element Characteristics Sequence (0008,0300),
 * PS3.3 §C.12.1.1.7). Each only where its VR is the one it has there, and one whose values can be looked at.
 *
 * That its value is safe is the matter of `deidentify-data-set.ts`.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { elementOf, groupOf, isPrivateCreator, type Tag, tagFrom } from '@isocenter/dicom/tag';
import { getItems, getNumber, getNumbers, getString } from '@isocenter/dicom/values';
import type { Vr } from '@isocenter/dicom/vr';
import { safePrivateTable } from './safe-private-table.ts';

export type SafePrivate = {
  /** Returns the VR that an element is safe with; undefined where it is not. */
  readonly vrOf: (tag: Tag, vr: Vr) => Vr | undefined;
  /** Returns the element that names the owner of the block that an element is of, PS3.5 §7.8.1. */
  readonly creatorTagOf: (tag: Tag) => Tag;
};

/** VRs whose values can be held to what they should be. */
const checkable: ReadonlySet<Vr> = new Set<Vr>(
  'AT CS DS FD FL IS LO SH SL SQ SS SV UI UL US UV'.split(' ') as Vr[], // each is listed in `vrs`
);

/** @param declaredSafe as `declaredSafeOf` returns it for the object */
export function safePrivateOf(dataSet: DataSet, declaredSafe: ReadonlySet<string>): SafePrivate {
  const creatorTagOf = (tag: Tag): Tag => tagFrom(groupOf(tag), elementOf(tag) >>> 8);
  return {
    creatorTagOf,
    vrOf: (tag, vr) => {
      if (isPrivateCreator(tag) || elementOf(tag) < 0x1000) return undefined;
      const creator = getString(dataSet, creatorTagOf(tag))?.trim();
      if (creator === undefined) return undefined;
      const [group, element] = [groupOf(tag), elementOf(tag) & 0xff];
      const listed = table.get(nameOf(creator, group, element));
      if (listed !== undefined) return vr === listed || vr === 'UN' ? listed : undefined;
      const isDeclared =
        declaredSafe.has(nameOf(creator, group, undefined)) || declaredSafe.has(nameOf(creator, group, element));
      return isDeclared && checkable.has(vr) ? vr : undefined;
    },
  };
}

/** Returns the blocks and elements that an object says are safe; `UNSAFE` and what it does not name are not. */
export function declaredSafeOf(dataSet: DataSet): ReadonlySet<string> {
  const names = getItems(dataSet, tagOf('PrivateDataElementCharacteristicsSequence')).flatMap((item) => {
    const group = getNumber(item, tagOf('PrivateGroupReference'));
    const creator = getString(item, tagOf('PrivateCreatorReference'))?.trim();
    if (group === undefined || creator === undefined) return [];
    const status = getString(item, tagOf('BlockIdentifyingInformationStatus'));
    if (status === 'SAFE') return [nameOf(creator, group, undefined)];
    if (status !== 'MIXED') return [];
    return getNumbers(item, tagOf('NonidentifyingPrivateElements')).map((element) =>
      nameOf(creator, group, element & 0xff),
    );
  });
  return new Set(names);
}

function nameOf(creator: string, group: number, element: number | undefined): string {
  return `${creator.toUpperCase()}\t${group.toString(16)}\t${element?.toString(16) ?? ''}`;
}

const table: ReadonlyMap<string, Vr> = new Map(
  safePrivateTable
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [creator = '', group = '', ...lists] = line.split('\t');
      return lists.flatMap((list) => {
        const [vr = '', elements = ''] = list.split(':');
        return elements.split(',').map((element): [string, Vr] => [
          nameOf(creator, Number.parseInt(group, 16), Number.parseInt(element, 16)),
          vr as Vr, // the table names VRs only
        ]);
      });
    }),
);
