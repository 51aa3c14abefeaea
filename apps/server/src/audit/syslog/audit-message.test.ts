import { auditActions } from '@isocenter/contract/audit-actions';
import { describe, expect, test } from 'vitest';
import type { AuditOutcome } from '../event.ts';
import type { AuditRow } from '../repository.ts';
import type { StudyFacts } from '../study-facts.ts';
import { encodeAuditMessage } from './audit-message.ts';

const source = { id: 'test-node', aeTitle: 'NODE' };

const row = (change: Partial<AuditRow> = {}): AuditRow => ({
  ...{ sequence: 7, at: new Date('2026-01-02T03:04:05.678Z'), action: 'study:read', outcome: 'success' },
  ...{ subject_kind: 'user', subject_id: '3', subject_name: null, email: 'x@example.invalid', label: null },
  ...{ object_kind: 'study', object_id: '12', address: '192.0.2.1', details: { keys: ['q'] } },
  hash: Buffer.alloc(32, 1),
  ...change,
});

const facts: StudyFacts = {
  ...{ study_id: 12, study_instance_uid: '2.25.12', patient_number: 5, patient_id: 'TEST-5', issuer: '' },
  sop_classes: [{ uid: '1.2.840.10008.5.1.4.1.1.2', instances: 4 }],
};

const encode = (change?: Partial<AuditRow>, known: StudyFacts | undefined = facts) =>
  encodeAuditMessage(row(change), source, known);

type Element = {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: Element[];
  text: string;
};

/** Reads what this node writes: no comments, no declaration, every attribute in double quotes. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  for (const [, end, name = '', attributes = '', empty, text = ''] of xml.matchAll(
    /<(\/?)([A-Za-z]+)((?: [\w-]+="[^"<]*")*)(\/?)>([^<]*)/g,
  )) {
    const parent = open.at(-1);
    if (parent === undefined) throw new Error('more ends than starts');
    if (end === '/') {
      expect(open.pop()?.name).toBe(name);
      continue;
    }
    const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(
      ([, key = '', value = '']) => [key, value] as const,
    );
    const element = { name, attributes: new Map(pairs), children: [], text };
    parent.children.push(element);
    if (empty !== '/') open.push(element);
  }
  expect(open).toEqual([root]);
  expect(root.children).toHaveLength(1);
  return root.children[0] ?? root;
}

type Rule = {
  /** Names of children with a space after each. */
  readonly children: RegExp;
  readonly required: readonly string[];
  readonly optional?: readonly string[];
};

const code: Rule = { children: /^$/, required: ['csd-code', 'codeSystemName', 'originalText'] };

/** PS3.15 §A.5.1.1, as far as this node writes it. */
const schema: Readonly<Record<string, Rule>> = {
  AuditMessage: {
    children:
      /^EventIdentification (ActiveParticipant )+AuditSourceIdentification (ParticipantObjectIdentification )*$/,
    required: [],
  },
  EventIdentification: {
    children: /^EventID (EventTypeCode )*$/,
    required: ['EventActionCode', 'EventDateTime', 'EventOutcomeIndicator'],
  },
  ActiveParticipant: {
    children: /^(RoleIDCode )*(MediaIdentifier )?$/,
    required: ['UserID', 'UserIsRequestor'],
    optional: ['AlternativeUserID', 'NetworkAccessPointID', 'NetworkAccessPointTypeCode'],
  },
  MediaIdentifier: { children: /^MediaType $/, required: [] },
  AuditSourceIdentification: { children: /^AuditSourceTypeCode $/, required: ['AuditSourceID'] },
  AuditSourceTypeCode: { children: /^$/, required: ['csd-code'] },
  ParticipantObjectIdentification: {
    children:
      /^ParticipantObjectIDTypeCode (ParticipantObjectName |ParticipantObjectQuery )(ParticipantObjectDetail )*(ParticipantObjectDescription )?$/,
    required: ['ParticipantObjectID', 'ParticipantObjectTypeCode'],
    optional: ['ParticipantObjectTypeCodeRole'],
  },
  ParticipantObjectName: { children: /^$/, required: [] },
  ParticipantObjectQuery: { children: /^$/, required: [] },
  ParticipantObjectDetail: { children: /^$/, required: ['type', 'value'] },
  ParticipantObjectDescription: { children: /^(SOPClass )+$/, required: [] },
  SOPClass: { children: /^$/, required: ['UID', 'NumberOfInstances'] },
  EventID: code,
  EventTypeCode: code,
  RoleIDCode: code,
  MediaType: code,
  ParticipantObjectIDTypeCode: code,
};

function assertValid(element: Element): void {
  const rule = schema[element.name];
  if (rule === undefined) throw new Error(`${element.name} is not in the schema`);
  const { children, required, optional = [] } = rule;
  expect(element.children.map(({ name }) => `${name} `).join('')).toMatch(children);
  const names = [...element.attributes.keys()];
  expect(names).toEqual(expect.arrayContaining([...required]));
  expect(names.filter((name) => !required.includes(name) && !optional.includes(name))).toEqual([]);
  for (const child of element.children) assertValid(child);
}

const idOf = (message: Element) => message.children[0]?.children[0]?.attributes.get('originalText');
const attributesOf = (message: Element, name: string) =>
  message.children.filter((child) => child.name === name).map((child) => Object.fromEntries(child.attributes));

describe('an audit message', () => {
  test.each(['success', 'failure', 'denied'] satisfies AuditOutcome[])('is valid for each action: %s', (outcome) => {
    for (const action of auditActions) {
      for (const change of [{}, { object_kind: null, object_id: null, address: null }, { object_kind: 'user' }]) {
        const message = parse(encode({ action, outcome, ...change }));
        assertValid(message);
        const requestors = attributesOf(message, 'ActiveParticipant').filter((one) => one.UserIsRequestor === 'true');
        expect(requestors).toHaveLength(1);
      }
    }
  });

  test.each([
    ['node:start', {}, 'Application Activity'],
    ['audit:export', {}, 'Audit Log Used'],
    ['delivery:send', {}, 'Begin Transferring DICOM Instances'],
    ['study:read', {}, 'DICOM Instances Accessed'],
    ['instance:store', {}, 'DICOM Instances Transferred'],
    ['study:delete', {}, 'DICOM Study Deleted'],
    ['study:read', { details: { what: 'instances' } }, 'Export'],
    ['folder:import', {}, 'Import'],
    ['study:search', {}, 'Query'],
    ['user:write', {}, 'Security Alert'],
    ['study:read', { outcome: 'denied' }, 'Security Alert'],
    ['session:sign-in', { outcome: 'denied' }, 'User Authentication'],
    ['dimse:echo', {}, 'dimse:echo'],
  ] as const)('of %s %o is the one of PS3.15 §A.5.3', (action, change, id) => {
    expect(idOf(parse(encode({ action, ...change })))).toBe(id);
  });

  test('names study, patient and the entry itself, and no name of a patient', () => {
    const objects = attributesOf(parse(encode()), 'ParticipantObjectIdentification');
    expect(objects.map((one) => [one.ParticipantObjectID, one.ParticipantObjectTypeCode])).toEqual([
      ['2.25.12', '2'],
      ['TEST-5', '1'],
      ['7', '2'],
    ]);
    const gone = { ...facts, patient_id: null, patient_number: null, sop_classes: null };
    const [, patient] = attributesOf(parse(encode({}, gone)), 'ParticipantObjectIdentification');
    expect(patient?.ParticipantObjectID).toBe('unknown');
  });

  test.each(['token', 'service'] as const)('of a %s says that its participant is a program', (subject_kind) => {
    const named = { subject_kind, subject_id: '3', email: null, label: 'Test program' };
    const message = parse(encode({ ...named, action: 'study:read', details: { what: 'instances' } }));
    assertValid(message);
    const [, caller] = message.children;
    expect(Object.fromEntries(caller?.attributes ?? [])).toMatchObject({
      ...{ UserID: 'Test program', AlternativeUserID: `${subject_kind} 3`, UserIsRequestor: 'true' },
    });
    const rolesOf = (element: Element | undefined) => element?.children.map((role) => role.attributes.get('csd-code'));
    expect(rolesOf(caller)).toEqual(['110152', '110150']);
    expect(rolesOf(parse(encode()).children[1])).toEqual([]);
  });

  test('writes what XML cannot hold so that it can', () => {
    const aet = '"<&>\u0000\ud800\n';
    const xml = encode({ subject_kind: 'peer', subject_id: null, subject_name: aet });
    expect(xml).toContain('UserID="&quot;&lt;&amp;&gt;\ufffd\ufffd&#10;"');
    assertValid(parse(xml));
  });
});
