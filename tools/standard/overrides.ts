/**
 * Hand corrections to the tables of the standard, each with its reason and clause.
 */

type Row = {
  readonly tag: string;
  readonly name: string;
  readonly keyword: string;
  readonly valueRepresentation: string;
  readonly valueMultiplicity: string;
  readonly retired: string;
};

/** Command elements are in PS3.7 Annex E (Table E.1-1), not in the data dictionary; command sets are read with them. */
export const additions: readonly Row[] = [
  command('0000', 'UL', 'CommandGroupLength', 'Command Group Length'),
  command('0002', 'UI', 'AffectedSOPClassUID', 'Affected SOP Class UID'),
  command('0003', 'UI', 'RequestedSOPClassUID', 'Requested SOP Class UID'),
  command('0100', 'US', 'CommandField', 'Command Field'),
  command('0110', 'US', 'MessageID', 'Message ID'),
  command('0120', 'US', 'MessageIDBeingRespondedTo', 'Message ID Being Responded To'),
  command('0600', 'AE', 'MoveDestination', 'Move Destination'),
  command('0700', 'US', 'Priority', 'Priority'),
  command('0800', 'US', 'CommandDataSetType', 'Command Data Set Type'),
  command('0900', 'US', 'Status', 'Status'),
  command('0901', 'AT', 'OffendingElement', 'Offending Element', '1-n'),
  command('0902', 'LO', 'ErrorComment', 'Error Comment'),
  command('0903', 'US', 'ErrorID', 'Error ID'),
  command('1000', 'UI', 'AffectedSOPInstanceUID', 'Affected SOP Instance UID'),
  command('1001', 'UI', 'RequestedSOPInstanceUID', 'Requested SOP Instance UID'),
  command('1002', 'US', 'EventTypeID', 'Event Type ID'),
  command('1005', 'AT', 'AttributeIdentifierList', 'Attribute Identifier List', '1-n'),
  command('1008', 'US', 'ActionTypeID', 'Action Type ID'),
  command('1020', 'US', 'NumberOfRemainingSuboperations', 'Number of Remaining Sub-operations'),
  command('1021', 'US', 'NumberOfCompletedSuboperations', 'Number of Completed Sub-operations'),
  command('1022', 'US', 'NumberOfFailedSuboperations', 'Number of Failed Sub-operations'),
  command('1023', 'US', 'NumberOfWarningSuboperations', 'Number of Warning Sub-operations'),
  command('1030', 'AE', 'MoveOriginatorApplicationEntityTitle', 'Move Originator Application Entity Title'),
  command('1031', 'US', 'MoveOriginatorMessageID', 'Move Originator Message ID'),
];

/**
 * Rows that are not attributes: retired numbers whose name, keyword or VR the standard no longer gives, and items and
 * delimiters, which have no VR (PS3.5 §7.5).
 */
export function isLeftOut(row: Row): boolean {
  return row.keyword === '' || row.valueRepresentation === '' || row.valueRepresentation.startsWith('See');
}

function command(element: string, vr: string, keyword: string, name: string, vm = '1'): Row {
  return { tag: `(0000,${element})`, name, keyword, valueRepresentation: vr, valueMultiplicity: vm, retired: 'N' };
}
