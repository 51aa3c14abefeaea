/**
 * The content tree of a Structured Report, PS3.3 §C.17.3, as a person reads it: names and values of its items in their
 * order, as text.
 *
 * Relationships are shown by where an item stands and not told; coordinates are named by their kind only. Codes are given
 * by their meaning.
 */

import type { DataSet } from './data-set.ts';
import { tagOf } from './dictionary.ts';
import { getItems, getString, getStrings } from './values.ts';

export type ReportItem = {
  /** Value Type (0040,A040), such as CONTAINER, TEXT or NUM; empty for a reference to another item. */
  readonly valueType: string;
  /** Meaning of its concept; empty where it has none. */
  readonly name: string;
  /** Undefined for containers and for what has none. */
  readonly value: string | undefined;
  readonly items: readonly ReportItem[];
};

/** Returns the root of the tree; undefined for an object that is no report. */
export function findReport(dataSet: DataSet): ReportItem | undefined {
  const valueType = getString(dataSet, tagOf('ValueType'));
  const hasContent = getItems(dataSet, tagOf('ContentSequence')).length > 0;
  return valueType === 'CONTAINER' && hasContent ? itemOf(dataSet) : undefined;
}

function itemOf(item: DataSet): ReportItem {
  const valueType = getString(item, tagOf('ValueType')) ?? '';
  return {
    valueType,
    name: meaningIn(item, 'ConceptNameCodeSequence') ?? '',
    value: valueType === '' ? referenceOf(item) : textOf(item, valueType),
    items: getItems(item, tagOf('ContentSequence')).map(itemOf),
  };
}

function textOf(item: DataSet, valueType: string): string | undefined {
  switch (valueType) {
    case 'TEXT':
      return getString(item, tagOf('TextValue'));
    case 'CODE':
      return meaningIn(item, 'ConceptCodeSequence');
    case 'NUM':
      return measurementOf(item);
    case 'DATE':
      return getString(item, tagOf('Date'));
    case 'TIME':
      return getString(item, tagOf('Time'));
    case 'DATETIME':
      return getString(item, tagOf('DateTime'));
    case 'PNAME':
      return getString(item, tagOf('PersonName'));
    case 'UIDREF':
      return getString(item, tagOf('UID'));
    case 'SCOORD':
    case 'SCOORD3D':
      return getString(item, tagOf('GraphicType'));
    case 'TCOORD':
      return getString(item, tagOf('TemporalRangeType'));
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM':
      return referencedInstances(item);
    default:
      return undefined;
  }
}

/** A number with its unit, or why there is none, PS3.3 §C.18.1. */
function measurementOf(item: DataSet): string | undefined {
  const measured = getItems(item, tagOf('MeasuredValueSequence'))[0];
  const value = measured && getString(measured, tagOf('NumericValue'));
  if (measured === undefined || value === undefined) return meaningIn(item, 'NumericValueQualifierCodeSequence');
  const [unit] = getItems(measured, tagOf('MeasurementUnitsCodeSequence'));
  const code = unit && getString(unit, tagOf('CodeValue'));
  // A number without dimension has the unit 1 of UCUM.
  if (unit === undefined || code === '1') return value;
  return `${value} ${code ?? getString(unit, tagOf('CodeMeaning')) ?? ''}`.trimEnd();
}

function referencedInstances(item: DataSet): string | undefined {
  const uids = getItems(item, tagOf('ReferencedSOPSequence')).flatMap(
    (reference) => getString(reference, tagOf('ReferencedSOPInstanceUID')) ?? [],
  );
  return uids.length === 0 ? undefined : uids.join(', ');
}

/** An item by reference is named by its place in the tree, PS3.3 §C.17.3. */
function referenceOf(item: DataSet): string | undefined {
  const place = getStrings(item, tagOf('ReferencedContentItemIdentifier'));
  return place.length === 0 ? undefined : `item ${place.join('.')}`;
}

type CodeSequence = 'ConceptNameCodeSequence' | 'ConceptCodeSequence' | 'NumericValueQualifierCodeSequence';

function meaningIn(item: DataSet, keyword: CodeSequence): string | undefined {
  const [code] = getItems(item, tagOf(keyword));
  return code && (getString(code, tagOf('CodeMeaning')) ?? getString(code, tagOf('CodeValue')));
}
