/** What OBX-5 holds, by the data type that OBX-2 names (HL7 v2.5.1 §7.4.2). */

import type { FieldAction } from './fields.ts';

/** `number` stays, `person` is replaced by a placeholder; undefined for what is left out, as encapsulated data are. */
export type ValueAction = FieldAction | 'number' | 'person' | undefined;

const uid = /^\d+(?:\.\d+){3,}$/;

const actions: Readonly<Record<string, ValueAction>> = {
  TX: 'text',
  FT: 'text',
  ST: 'text',
  '': 'text',
  NM: 'number',
  SN: 'number',
  SI: 'number',
  CE: 'code',
  CWE: 'code',
  CNE: 'code',
  CF: 'code',
  ID: 'code',
  IS: 'code',
  DT: 'date',
  TM: 'number',
  DTM: 'date',
  TS: 'date',
  PN: 'person',
  XPN: 'person',
  CN: 'person',
  XCN: 'person',
};

export function valueActionOf(type: string, field: string): ValueAction {
  const action = actions[type];
  if ((action === 'text' || type === 'HD' || type === 'OID' || type === 'EI') && uid.test(field.trim())) return 'uid';
  if (action === 'number') return /^[\s\d.,<>=+\-/:^eE~]*$/.test(field) ? 'number' : 'text';
  return action;
}

export function isTextValue(type: string, field: string): boolean {
  return field !== '' && valueActionOf(type, field) === 'text';
}
