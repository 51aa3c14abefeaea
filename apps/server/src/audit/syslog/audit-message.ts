/**
 * An entry of the trail as a DICOM audit message, XML by the schema of PS3.15 §A.5.1.1 with the participants and objects
 * that PS3.15 §A.5.3 asks for of each kind of event.
 *
 * Every message carries the entry itself as a further object, with its number, its hash and its details, so that a
 * repository's copy proves what the trail said. No patient's name is sent: the name of a patient object is the number
 * that the patient has in this node.
 */

import { type Code, type EventId, eventIds, kindOf } from '../event-kind.ts';
import { presentSubject } from '../present.ts';
import type { AuditRow } from '../repository.ts';
import type { StudyFacts } from '../study-facts.ts';
import { writeXml, type Xml } from './xml.ts';

/** Who tells: this node. */
export type AuditSource = {
  /** AuditSourceID, unique for the repository. */
  readonly id: string;
  readonly aeTitle: string;
};

/** Code systems as PS3.15 and RFC 3881 name them, and ours for what neither has. */
const dcm = 'DCM';
const rfc3881 = 'RFC-3881';
const own = '99ISOCENTER';

const outcomes = { success: '0', failure: '4', denied: '8' } as const;

/** PS3.16 CID 402. */
const roles = {
  application: { code: '110150', meaning: 'Application' },
  launcher: { code: '110151', meaning: 'Application Launcher' },
  destination: { code: '110152', meaning: 'Destination Role ID' },
  source: { code: '110153', meaning: 'Source Role ID' },
  sourceMedia: { code: '110155', meaning: 'Source Media' },
} as const satisfies Record<string, Code>;

/** What the caller and this node are to an event; undefined: nothing that has a code. */
const partsOf: Partial<Record<EventId, { readonly caller?: Code; readonly node?: Code }>> = {
  activity: { caller: roles.launcher, node: roles.application },
  // What is sent leaves from here; what is stored comes from the caller.
  begin: { caller: roles.destination, node: roles.source },
  export: { caller: roles.destination, node: roles.source },
  transferred: { caller: roles.source, node: roles.destination },
  import: { caller: roles.launcher, node: roles.destination },
  query: { caller: roles.source, node: roles.destination },
};

/** Returns the XML of one entry. @param facts of the entry's study, where it names one */
export function encodeAuditMessage(row: AuditRow, source: AuditSource, facts: StudyFacts | undefined): string {
  const kind = kindOf(row);
  const id = kind.id === undefined ? undefined : eventIds[kind.id];
  const event: Xml = {
    name: 'EventIdentification',
    attributes: {
      EventActionCode: kind.action,
      EventDateTime: row.at.toISOString(),
      EventOutcomeIndicator: outcomes[row.outcome],
    },
    children: [
      coded('EventID', id ?? { code: row.action, meaning: row.action }, id === undefined ? own : dcm),
      ...(kind.type === undefined ? [] : [coded('EventTypeCode', kind.type, dcm)]),
    ],
  };
  return writeXml({
    name: 'AuditMessage',
    children: [
      event,
      ...participantsOf(row, source, kind.id),
      { name: 'AuditSourceIdentification', attributes: { AuditSourceID: source.id }, children: [sourceType] },
      ...objectsOf(row, kind.id, facts),
    ],
  });
}

/** 4: Application Server process, PS3.15 §A.5.1.2.1. */
const sourceType: Xml = { name: 'AuditSourceTypeCode', attributes: { 'csd-code': '4' } };

function participantsOf(row: AuditRow, source: AuditSource, id: EventId | undefined): Xml[] {
  const { caller, node } = (id === undefined ? undefined : partsOf[id]) ?? {};
  const parts = [callerOf(row, caller)];
  // What a system subject does, this node does; an event of the log names who read it alone, Table A.5.3.2-1.
  if (id !== 'logUsed') {
    parts.push({
      name: 'ActiveParticipant',
      attributes: { UserID: source.id, AlternativeUserID: `AETITLES=${source.aeTitle}`, UserIsRequestor: 'false' },
      children: node === undefined ? [] : [coded('RoleIDCode', node, dcm)],
    });
  }
  if (id === 'import') parts.push(importedFrom);
  if (id === 'begin') parts.push(...sentTo(row));
  return parts;
}

function callerOf(row: AuditRow, role: Code | undefined): Xml {
  const { kind, id, name } = presentSubject(row);
  const label = id === undefined ? kind : `${kind} ${id}`;
  // No person is at these: the participant is a program.
  const isProgram = kind === 'token' || kind === 'service';
  return {
    name: 'ActiveParticipant',
    attributes: {
      UserID: name ?? label,
      AlternativeUserID: kind === 'peer' ? `AETITLES=${name}` : label,
      UserIsRequestor: 'true',
      ...(row.address === null ? {} : { NetworkAccessPointID: row.address, NetworkAccessPointTypeCode: '2' }),
    },
    children: [...(role === undefined ? [] : [role]), ...(isProgram ? [roles.application] : [])].map((one) =>
      coded('RoleIDCode', one, dcm),
    ),
  };
}

/** Files of a folder or of a backup. PS3.16 CID 405 has no code for a disk; what it has for an address comes nearest. */
const importedFrom: Xml = {
  name: 'ActiveParticipant',
  attributes: { UserID: 'files', UserIsRequestor: 'false' },
  children: [
    coded('RoleIDCode', roles.sourceMedia, dcm),
    { name: 'MediaIdentifier', children: [coded('MediaType', { code: '110037', meaning: 'URI' }, dcm)] },
  ],
};

/** Where a C-MOVE or a delivery goes, which is not who asked for it. */
function sentTo({ details }: AuditRow): Xml[] {
  const { aeTitle } = details;
  if (typeof aeTitle !== 'string') return [];
  return [
    {
      name: 'ActiveParticipant',
      attributes: { UserID: aeTitle, AlternativeUserID: `AETITLES=${aeTitle}`, UserIsRequestor: 'false' },
      children: [coded('RoleIDCode', roles.destination, dcm)],
    },
  ];
}

function objectsOf(row: AuditRow, id: EventId | undefined, facts: StudyFacts | undefined): Xml[] {
  const objects: Xml[] = [];
  if (id === 'logUsed') objects.push(auditLog);
  if (id === 'query') objects.push(queryOf(row));
  if (row.object_kind === 'study') objects.push(...studyOf(row, facts));
  else if (row.object_kind !== null) objects.push(namedObject(row));
  return [...objects, entryOf(row)];
}

/** Table A.5.3.2-1. */
const auditLog = object({
  ...{ id: '/api/audit', type: '2', role: '13', name: 'Security Audit Log' },
  idType: coded('ParticipantObjectIDTypeCode', { code: '12', meaning: 'URI' }, rfc3881),
});

/** Table A.5.3.10-1. The keys that were asked by, and none of their values: the trail does not keep those. */
function queryOf({ details }: AuditRow): Xml {
  const keys = details.keys;
  const query = Buffer.from(Array.isArray(keys) ? keys.join('&') : '').toString('base64');
  return object({
    ...{ id: String(details.edge ?? 'api'), type: '2', role: '3', query },
    idType: coded('ParticipantObjectIDTypeCode', { code: 'search', meaning: 'Interface of a search' }, own),
  });
}

function studyOf({ object_id }: AuditRow, facts: StudyFacts | undefined): Xml[] {
  if (facts === undefined) return [];
  const study = object({
    ...{ id: facts.study_instance_uid, type: '2', role: '3', name: `study ${object_id}` },
    idType: coded('ParticipantObjectIDTypeCode', { code: '110180', meaning: 'Study Instance UID' }, dcm),
    description: (facts.sop_classes ?? []).map(({ uid, instances }) => ({
      name: 'SOPClass',
      attributes: { UID: uid, NumberOfInstances: String(instances) },
    })),
  });
  const patient = object({
    // The schema wants an id; a study that is gone, or an object without one, has none.
    id: facts.patient_id === null || facts.patient_id === '' ? 'unknown' : facts.patient_id,
    ...{ type: '1', role: '1', name: `patient ${facts.patient_number ?? 'unknown'}` },
    idType: coded('ParticipantObjectIDTypeCode', { code: '2', meaning: 'Patient Number' }, rfc3881),
  });
  return [study, patient];
}

/** Users, tokens, peers, rules and the like, by what they are called in this node. */
function namedObject({ action, object_kind, object_id }: AuditRow): Xml {
  return object({
    ...{ id: object_id === null ? `${object_kind}` : `${object_kind}:${object_id}`, type: '2', name: `${object_kind}` },
    idType: coded('ParticipantObjectIDTypeCode', { code: 'object', meaning: 'Object of the node' }, own),
    details: { 'Alert Description': Buffer.from(action) },
  });
}

function entryOf(row: AuditRow): Xml {
  return object({
    ...{ id: String(row.sequence), type: '2', role: '13', name: row.action },
    idType: coded('ParticipantObjectIDTypeCode', { code: 'entry', meaning: 'Entry of the audit trail' }, own),
    details: { 'SHA-256': row.hash, details: Buffer.from(JSON.stringify(row.details)) },
  });
}

type ObjectParts = {
  readonly id: string;
  readonly idType: Xml;
  readonly type: string;
  readonly role?: string;
  readonly details?: Readonly<Record<string, Buffer>>;
  readonly description?: readonly Xml[];
} & ({ readonly name: string } | { readonly query: string });

/** ParticipantObjectIdentification: the schema wants a name or a query, in this order. */
function object(parts: ObjectParts): Xml {
  const { id, idType, type, role, details = {}, description = [] } = parts;
  return {
    name: 'ParticipantObjectIdentification',
    attributes: {
      ParticipantObjectID: id,
      ParticipantObjectTypeCode: type,
      ...(role === undefined ? {} : { ParticipantObjectTypeCodeRole: role }),
    },
    children: [
      idType,
      'name' in parts
        ? { name: 'ParticipantObjectName', text: parts.name }
        : { name: 'ParticipantObjectQuery', text: parts.query },
      ...Object.entries(details).map(([key, value]) => ({
        name: 'ParticipantObjectDetail',
        attributes: { type: key, value: value.toString('base64') },
      })),
      ...(description.length === 0 ? [] : [{ name: 'ParticipantObjectDescription', children: description }]),
    ],
  };
}

function coded(name: string, { code, meaning }: Code, codeSystemName: string): Xml {
  return { name, attributes: { 'csd-code': code, codeSystemName, originalText: meaning } };
}
