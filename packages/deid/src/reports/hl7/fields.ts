/**
 * What is done to the fields of HL7 v2 messages (v2.5.1 chapters 2 to 12), by segment and number. Fields that are not named
 * here are emptied, and segments that are not named are left out: those of a site's own (Z…) hold nobody knows what.
 */

import type { IdentityKind } from '../../identity-kind.ts';

export type FieldAction =
  /** Codes of HL7's own tables, numbers of order and flags. */
  | 'keep'
  /** A code with its meaning. */
  | 'code'
  | 'text'
  | 'date'
  | 'patient-id'
  | 'patient-name'
  /** Numbers of orders, one of which images have as their Accession Number. */
  | 'order'
  | 'uid'
  | 'id'
  | 'characteristic'
  | 'institution'
  /** OBX-5, which is what OBX-2 says. */
  | 'value';

type Fields = { readonly [action in FieldAction]?: string };

const fieldTable: Readonly<Record<string, Fields>> = {
  MSH: { keep: '1 2 9 11 12 15 16 17 18 19 20', institution: '3 4 5 6', date: '7', id: '10' },
  FHS: { keep: '1 2', date: '7' },
  BHS: { keep: '1 2', date: '7' },
  BTS: { keep: '1' },
  FTS: { keep: '1' },
  MSA: { keep: '1', id: '2' },
  EVN: { keep: '1', date: '2 3 6' },
  PID: { keep: '1 30', 'patient-id': '3', 'patient-name': '5', characteristic: '8 10 22', date: '29' },
  MRG: { 'patient-id': '1', 'patient-name': '7' },
  PV1: { keep: '1 2 4 10 14 18 36', id: '19 50', date: '44 45' },
  PV2: { code: '3', date: '8 9' },
  NK1: { keep: '1', code: '3' },
  GT1: { keep: '1 11' },
  IN1: { keep: '1' },
  ORC: { keep: '1 5 6', order: '2 3 4', date: '9 15', code: '16' },
  OBR: {
    keep: '1 5 11 24 25 30',
    order: '2 3 18 19',
    id: '20 21',
    code: '4 15 31 44 45',
    date: '6 7 8 14 22 36',
    text: '13',
  },
  OBX: { keep: '1 2 4 8 10 11', code: '3 6 17', value: '5', text: '7', date: '12 14 19' },
  NTE: { keep: '1 2', text: '3', code: '4' },
  TQ1: { keep: '1', date: '7 8', code: '9' },
  IPC: { order: '1', id: '2 4', uid: '3', code: '5 6' },
  ZDS: { uid: '1' },
  DG1: { keep: '1 2 6', code: '3', text: '4', date: '5' },
  AL1: { keep: '1', code: '2 3 4', text: '5', date: '6' },
  PR1: { keep: '1 2', code: '3', text: '4', date: '5' },
  SPM: { keep: '1', code: '4 8', date: '17 18' },
  SCH: { order: '1 2', code: '6 7 8', keep: '25' },
  RGS: { keep: '1 2' },
  AIS: { keep: '1 2', code: '3', date: '4' },
  TXA: { keep: '1 3 17 19', code: '2', date: '4 6 7 8', id: '12 13', order: '14 15' },
};

/** Of the fields that name persons, their data type: XPN begins with the name, XCN with an id, NDL with a name in parts. */
export type IdentityField = {
  readonly kind: IdentityKind;
  readonly type: 'xpn' | 'xcn' | 'ndl' | 'id' | 'address' | 'phone' | 'date' | 'name';
};

type Identities = { readonly [key in `${IdentityKind} ${IdentityField['type']}`]?: string };

const identityTable: Readonly<Record<string, Identities>> = {
  MSH: { 'institution name': '4 6' },
  PID: {
    'patient-id id': '2 3 4',
    'patient-name xpn': '5 9',
    'other-person xpn': '6',
    'birth-date date': '7',
    'address address': '11 23',
    'phone phone': '13 14',
    'other-id id': '18 19 20 21',
  },
  PD1: { 'institution name': '3', 'other-person xcn': '4' },
  MRG: { 'patient-id id': '1 2 4', 'patient-name xpn': '7', 'other-id id': '3' },
  NK1: {
    'other-person xpn': '2 30',
    'address address': '4',
    'phone phone': '5 6 31',
    'institution name': '13',
    'other-id id': '12 33 37',
  },
  GT1: { 'other-person xpn': '3 4', 'address address': '5', 'phone phone': '6 7', 'other-id id': '2 12' },
  IN1: {
    'other-person xpn': '6 16',
    'institution name': '4 11',
    'address address': '5 19',
    'phone phone': '7',
    'other-id id': '2 8 36 49',
  },
  PV1: { 'other-person xcn': '7 8 9 17 52', 'other-id id': '19 50' },
  EVN: { 'other-person xcn': '5' },
  ORC: {
    'accession-number id': '2 3 4',
    'other-person xcn': '10 11 12 19',
    'phone phone': '14 23',
    'institution name': '21',
    'address address': '22 24',
  },
  OBR: {
    'accession-number id': '2 3 18 19',
    'other-person xcn': '10 16 28',
    'phone phone': '17',
    'other-person ndl': '32 33 34 35',
    'order-id id': '20 21',
  },
  OBX: { 'other-person xcn': '16 25', 'institution name': '15 23' },
  IPC: { 'accession-number id': '1', 'order-id id': '2 4' },
  TXA: { 'other-person xcn': '5 9 10 11 22', 'other-id id': '12 13' },
  DG1: { 'other-person xcn': '16' },
  PR1: { 'other-person xcn': '8 11 12' },
  SCH: { 'other-person xcn': '12 16 20', 'accession-number id': '1 2' },
};

/** Returns by field what is done to a segment; undefined for segments that are left out. */
export function findFieldActions(segment: string): ReadonlyMap<number, FieldAction> | undefined {
  return actions.get(segment);
}

/** Returns by field what of a segment identifies, to be looked for in texts. */
export function getIdentityFields(segment: string): ReadonlyMap<number, IdentityField> {
  return identities.get(segment) ?? none;
}

const none: ReadonlyMap<number, IdentityField> = new Map();

const actions: ReadonlyMap<string, ReadonlyMap<number, FieldAction>> = new Map(
  Object.entries(fieldTable).map(([segment, fields]) => [
    segment,
    // The keys of the record are actions.
    new Map(
      (Object.keys(fields) as FieldAction[]).flatMap((action) => numbers(fields[action]).map((at) => [at, action])),
    ),
  ]),
);

const identities: ReadonlyMap<string, ReadonlyMap<number, IdentityField>> = new Map(
  Object.entries(identityTable).map(([segment, fields]) => [
    segment,
    new Map(
      Object.entries(fields).flatMap(([key, list]) => {
        const [kind, type] = key.split(' ');
        // The keys of the record are a kind and a type.
        return numbers(list).map((at) => [at, { kind, type } as IdentityField] as const);
      }),
    ),
  ]),
);

function numbers(list = ''): readonly number[] {
  return list.split(' ').map(Number);
}
