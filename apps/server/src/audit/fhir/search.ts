/**
 * Search parameters of AuditEvent, FHIR R4: `date`, `agent`, `agent-name`, `patient`, `entity`, `action`, `outcome`,
 * `address`, `_id`, `_count`, as filters of the trail.
 */

import type { AuditFilter } from '@isocenter/contract/audit';
import { type Static, Type } from 'typebox';
import { HttpProblem } from '../../http/problem.ts';
import { type ActionCode, actionsWithCode } from '../event-kind.ts';
import { outcomeCodes, subjectSystem } from './audit-event.ts';

const Text = Type.String({ minLength: 1, maxLength: 200 });
const Number_ = Type.String({ pattern: '^[1-9][0-9]{0,15}$' });

export const AuditEventQuery = Type.Object(
  {
    /** With a prefix: `eq`, `ge`, `gt`, `le` or `lt`; several are all to hold. */
    date: Type.Optional(Type.Union([Text, Type.Array(Text, { maxItems: 4 })])),
    /** `urn:isocenter:subject|user:3`, or `user:3`. */
    'agent:identifier': Type.Optional(Text),
    'agent-name': Type.Optional(Text),
    /** Number of a patient in this node, `Patient/5` or `5`. */
    patient: Type.Optional(Type.String({ pattern: '^(Patient/)?[1-9][0-9]{0,15}$' })),
    /** Patient ID, with its issuer before a bar or without. */
    'patient:identifier': Type.Optional(Text),
    /** Number of a study in this node, `ImagingStudy/17` or `17`. */
    entity: Type.Optional(Type.String({ pattern: '^(ImagingStudy/)?[1-9][0-9]{0,15}$' })),
    /** Study Instance UID: `urn:dicom:uid|urn:oid:…`, or the UID. */
    'entity:identifier': Type.Optional(Text),
    action: Type.Optional(Type.String({ pattern: '^[CRUDE]$' })),
    outcome: Type.Optional(Type.String({ pattern: '^(0|4|8)$' })),
    address: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    _id: Type.Optional(Number_),
    _count: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' })),
    _format: Type.Optional(Type.String({ pattern: '^(json|application/json|application/fhir\\+json)$' })),
    /** Of links to further pages. */
    _before: Type.Optional(Number_),
  },
  { additionalProperties: false, title: 'AuditEventQuery' },
);
export type AuditEventQuery = Static<typeof AuditEventQuery>;

/** What the columns of entries cannot be filtered by without a look-up. */
export type IdentifierFilter = { readonly patientId?: string; readonly studyInstanceUid?: string };

/** @throws HttpProblem `invalid-request` for a date or an identifier that is none */
export function filterOf(query: AuditEventQuery): { readonly filter: AuditFilter; readonly by: IdentifierFilter } {
  const { address, action, outcome, patient, entity } = query;
  const outcomes = Object.entries(outcomeCodes).find(([, code]) => code === outcome)?.[0] as AuditFilter['outcome'];
  const subject = query['agent:identifier'];
  return {
    filter: {
      ...rangeOf([query.date ?? []].flat()),
      ...(address === undefined ? {} : { address }),
      // A column of one letter: the pattern has checked it.
      ...(action === undefined ? {} : { action: actionsWithCode(action as ActionCode).join(',') }),
      ...(outcomes === undefined ? {} : { outcome: outcomes }),
      ...(subject === undefined ? {} : { subject: subjectOf(subject) }),
      ...(query['agent-name'] === undefined ? {} : { who: query['agent-name'] }),
      ...(patient === undefined ? {} : { object: `patient:${patient.replace('Patient/', '')}` }),
      ...(entity === undefined ? {} : { object: `study:${entity.replace('ImagingStudy/', '')}` }),
    },
    by: {
      ...(query['patient:identifier'] === undefined ? {} : { patientId: codeOf(query['patient:identifier']) }),
      ...(query['entity:identifier'] === undefined
        ? {}
        : { studyInstanceUid: codeOf(query['entity:identifier']).replace(/^urn:oid:/, '') }),
    },
  };
}

/** Token search of FHIR R4: what stands behind the bar. */
const codeOf = (token: string) => token.slice(token.lastIndexOf('|') + 1);

function subjectOf(token: string): string {
  const [value, system] = [codeOf(token), token.includes('|') ? token.slice(0, token.lastIndexOf('|')) : subjectSystem];
  if (system !== subjectSystem || !/^(user|token|service|peer|system|anonymous)(:[1-9]\d{0,15})?$/.test(value)) {
    throw wrong('agent:identifier', 'is no subject of this node');
  }
  return value;
}

/** A date means all of its day, month or year, as FHIR R4 has it; without an offset it is UTC. */
function rangeOf(dates: readonly string[]): Pick<AuditFilter, 'from' | 'to'> {
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const date of dates) {
    const [, prefix = 'eq', text = ''] = /^(eq|ge|gt|le|lt)?(.*)$/.exec(date) ?? [];
    const span = spanOf(text);
    if (span === undefined) throw wrong('date', 'is no date');
    if (prefix === 'eq' || prefix === 'ge') from = Math.max(from, span.first);
    if (prefix === 'gt') from = Math.max(from, span.last + 1);
    if (prefix === 'eq' || prefix === 'le') to = Math.min(to, span.last);
    if (prefix === 'lt') to = Math.min(to, span.first - 1);
  }
  return {
    ...(Number.isFinite(from) ? { from: new Date(from).toISOString() } : {}),
    ...(Number.isFinite(to) ? { to: new Date(to).toISOString() } : {}),
  };
}

const dateTime = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/** First and last millisecond. */
function spanOf(text: string): { readonly first: number; readonly last: number } | undefined {
  const [, year, month, day, hour, , second, fraction, zone = 'Z'] = dateTime.exec(text) ?? [];
  if (year === undefined) return undefined;
  const whole = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const time = hour === undefined ? '00:00:00' : `${text.slice(11, 16)}:${second ?? '00'}${fraction ?? ''}`;
  const first = Date.parse(`${whole}T${time}${zone}`);
  if (Number.isNaN(first)) return undefined;
  const after = new Date(first);
  if (month === undefined) after.setUTCFullYear(after.getUTCFullYear() + 1);
  else if (day === undefined) after.setUTCMonth(after.getUTCMonth() + 1);
  else if (hour === undefined) after.setUTCDate(after.getUTCDate() + 1);
  else after.setTime(first + (second === undefined ? 60_000 : fraction === undefined ? 1_000 : 1));
  return { first, last: after.getTime() - 1 };
}

function wrong(name: string, message: string): HttpProblem {
  return new HttpProblem('invalid-request', { errors: [{ pointer: `/${name.replace('/', '~1')}`, message }] });
}
