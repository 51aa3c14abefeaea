/**
 * An entry of the trail as a FHIR R4 AuditEvent, in the shape of the IHE Basic Audit Log Patterns: who asked, with the
 * client and the server that they used, and what it was about.
 *
 * What came over HTTP is a RESTful operation with its interaction; what came over DICOM has the event id of PS3.15. A
 * profile is claimed only where all that it asks for is there: not for searches, whose values the trail does not keep.
 */

import type { AuditEvent, AuditEventAgent, AuditEventEntity, Coding } from 'fhir/r4.js';
import { type ActionCode, type EventKind, eventIds, kindOf } from '../event-kind.ts';
import { presentSubject } from '../present.ts';
import type { AuditRow } from '../repository.ts';
import type { StudyFacts } from '../study-facts.ts';

const systems = {
  dcm: 'http://dicom.nema.org/resources/ontology/DCM',
  type: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
  interaction: 'http://hl7.org/fhir/restful-interaction',
  outcome: 'http://terminology.hl7.org/CodeSystem/audit-event-outcome',
  participation: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
  entityType: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
  entityRole: 'http://terminology.hl7.org/CodeSystem/object-role',
  sourceType: 'http://terminology.hl7.org/CodeSystem/security-source-type',
} as const;

/** Our own actions and ids, as URIs that nobody else has. */
const actionSystem = 'urn:isocenter:audit-action';
export const subjectSystem = 'urn:isocenter:subject';
const objectSystem = 'urn:isocenter:object';

const profiles = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.';

/** audit-event-outcome: success, minor failure, serious failure. */
export const outcomeCodes = { success: '0', failure: '4', denied: '8' } as const;

/** Interactions and the patterns of BALP for them; a query keeps no values, so its pattern is not claimed. */
const interactions: Readonly<Record<ActionCode, { readonly code: string; readonly pattern?: string }>> = {
  C: { code: 'create', pattern: 'Create' },
  R: { code: 'read', pattern: 'Read' },
  U: { code: 'update', pattern: 'Update' },
  D: { code: 'delete', pattern: 'Delete' },
  E: { code: 'operation' },
};

export type AuditEventContext = {
  /** Base address of the node, `https://node.example`. */
  readonly baseUrl: string;
  /** Facts of the entry's study, where it names one that the reader may see. */
  readonly facts: StudyFacts | undefined;
};

export function presentAuditEvent(row: AuditRow, { baseUrl, facts }: AuditEventContext): AuditEvent {
  const kind = kindOf(row);
  const isRest = overHttp.has(row.subject_kind);
  const entities = entitiesOf(row, kind, facts);
  const profile = isRest && row.outcome === 'success' ? profileOf(kind, entities) : undefined;
  return {
    resourceType: 'AuditEvent',
    id: String(row.sequence),
    meta: {
      versionId: '1',
      lastUpdated: row.at.toISOString(),
      ...(profile === undefined ? {} : { profile: [profile] }),
    },
    type: isRest ? { system: systems.type, code: 'rest', display: 'RESTful Operation' } : eventCoding(row, kind),
    subtype: subtypesOf(row, kind, isRest),
    action: kind.action,
    recorded: row.at.toISOString(),
    outcome: outcomeCodes[row.outcome],
    ...(row.outcome === 'success' ? {} : { outcomeDesc: reasonOf(row) }),
    agent: agentsOf(row, kind, { baseUrl, isRest }),
    source: {
      observer: { type: 'Device', display: 'Isocenter', identifier: { system: 'urn:ietf:rfc:3986', value: baseUrl } },
      type: [{ system: systems.sourceType, code: '4', display: 'Application Server' }],
    },
    entity: entities,
  };
}

const overHttp: ReadonlySet<AuditRow['subject_kind']> = new Set(['user', 'token', 'service', 'anonymous']);

function eventCoding({ action }: AuditRow, { id }: EventKind): Coding {
  if (id === undefined) return { system: actionSystem, code: action };
  return { system: systems.dcm, code: eventIds[id].code, display: eventIds[id].meaning };
}

function subtypesOf(row: AuditRow, kind: EventKind, isRest: boolean): Coding[] {
  const own = { system: actionSystem, code: row.action };
  const type = kind.type && { system: systems.dcm, code: kind.type.code, display: kind.type.meaning };
  const interaction = kind.id === 'query' ? 'search' : interactions[kind.action].code;
  return [
    ...(isRest ? [{ system: systems.interaction, code: interaction, display: interaction }] : []),
    ...(isRest && kind.id !== undefined ? [eventCoding(row, kind)] : []),
    ...(type === undefined ? [] : [type]),
    own,
  ];
}

function profileOf(kind: EventKind, entities: readonly AuditEventEntity[]): string | undefined {
  const { pattern } = interactions[kind.action];
  if (pattern === undefined) return undefined;
  const isOfPatient = entities.some(({ type }) => type?.code === '1');
  const isOfData = entities.some(({ type, role }) => type?.code === '2' && role?.code === '4');
  if (!isOfData) return undefined;
  return `${profiles}${isOfPatient ? 'Patient' : ''}${pattern}`;
}

type AgentContext = { readonly baseUrl: string; readonly isRest: boolean };

/** BALP: data that is read goes from the server to the client; what is asked or stored goes the other way. */
function agentsOf(row: AuditRow, kind: EventKind, { baseUrl, isRest }: AgentContext): AuditEventAgent[] {
  const isRead = kind.action === 'R' || kind.id === 'begin';
  const [client, server] = isRead ? [destination, source] : [source, destination];
  const subject = presentSubject(row);
  const identifier = subject.id === undefined ? subject.kind : `${subject.kind}:${subject.id}`;
  const who = {
    ...(isProgram(row) ? { type: 'Device' } : {}),
    identifier: { system: subjectSystem, value: identifier },
    ...(subject.name === undefined ? {} : { display: subject.name }),
  };
  const address = row.address === null ? {} : { network: { address: row.address, type: '2' as const } };
  const agents: AuditEventAgent[] = [
    {
      type: client,
      who: row.subject_kind === 'user' ? { display: 'client' } : who,
      requestor: !isUser(row),
      ...address,
    },
    { type: server, who: { display: 'Isocenter' }, requestor: false, network: { address: baseUrl, type: '5' } },
  ];
  if (!isRest || !isUser(row)) return agents;
  const participation = kind.action === 'C' || kind.action === 'U' ? author : recipient;
  return [...agents, { type: participation, who, name: subject.name ?? identifier, requestor: true }];
}

const isUser = ({ subject_kind }: AuditRow) => subject_kind === 'user';
/** Nobody stands behind it at the moment: the client itself has asked. */
const isProgram = ({ subject_kind }: AuditRow) => subject_kind === 'token' || subject_kind === 'service';

const coding = (system: string, code: string, display: string) => ({ coding: [{ system, code, display }] });
const source = coding(systems.dcm, '110153', 'Source Role ID');
const destination = coding(systems.dcm, '110152', 'Destination Role ID');
const recipient = coding(systems.participation, 'IRCP', 'information recipient');
const author = coding(systems.participation, 'AUT', 'author');

function entitiesOf(row: AuditRow, kind: EventKind, facts: StudyFacts | undefined): AuditEventEntity[] {
  const entities: AuditEventEntity[] = [];
  if (row.object_kind !== null) entities.push(objectOf(row, facts));
  if (facts !== undefined && facts.patient_id !== null) entities.push(patientOf(facts, facts.patient_id));
  if (kind.id === 'query') entities.push(queryOf(row));
  const detail = Object.entries(row.details).map(([type, value]) => ({ type, valueString: JSON.stringify(value) }));
  return [
    ...entities,
    {
      what: { identifier: { system: objectSystem, value: `entry:${row.sequence}` } },
      type: { system: systems.entityType, code: '2', display: 'System Object' },
      role: { system: systems.entityRole, code: '13', display: 'Security Resource' },
      detail: [...detail, { type: 'SHA-256', valueBase64Binary: row.hash.toString('base64') }],
    },
  ];
}

function objectOf(row: AuditRow, facts: StudyFacts | undefined): AuditEventEntity {
  const name = row.object_id === null ? `${row.object_kind}` : `${row.object_kind}:${row.object_id}`;
  const what =
    facts === undefined
      ? { identifier: { system: objectSystem, value: name } }
      : { type: 'ImagingStudy', identifier: { system: 'urn:dicom:uid', value: `urn:oid:${facts.study_instance_uid}` } };
  return {
    what: { ...what, display: name },
    type: { system: systems.entityType, code: '2', display: 'System Object' },
    role: { system: systems.entityRole, code: '4', display: 'Domain Resource' },
  };
}

function patientOf({ patient_number }: StudyFacts, patientId: string): AuditEventEntity {
  return {
    what: { type: 'Patient', identifier: { value: patientId }, display: `patient:${patient_number}` },
    type: { system: systems.entityType, code: '1', display: 'Person' },
    role: { system: systems.entityRole, code: '1', display: 'Patient' },
  };
}

/** The keys that were asked by, and none of their values. */
function queryOf({ details }: AuditRow): AuditEventEntity {
  const { keys } = details;
  return {
    type: { system: systems.entityType, code: '2', display: 'System Object' },
    role: { system: systems.entityRole, code: '24', display: 'Query' },
    query: Buffer.from(Array.isArray(keys) ? keys.join('&') : '').toString('base64'),
  };
}

function reasonOf({ outcome, details }: AuditRow): string {
  const { reason, code } = details;
  return typeof reason === 'string' && outcome === 'denied' ? reason : typeof code === 'string' ? code : outcome;
}
