/** The CapabilityStatement of this node, FHIR R4: what is offered under `/fhir`, and nothing else. */

import type { CapabilityStatement } from 'fhir/r4.js';

export type CapabilityFacts = { readonly baseUrl: string; readonly version: string; readonly date: Date };

const searchParameters = [
  ['_id', 'token', 'Number of the entry'],
  ['date', 'date', 'When it was recorded; eq, ge, gt, le, lt'],
  ['agent', 'reference', 'Who, with the modifier :identifier, as user:3, token:4 or peer:5'],
  ['agent-name', 'string', 'Part of an e-mail address, a name or a token’s label; or a whole AE title'],
  ['patient', 'reference', 'Number of a patient in this node; with the modifier :identifier a Patient ID'],
  ['entity', 'reference', 'Number of a study in this node; with the modifier :identifier a Study Instance UID'],
  ['action', 'token', 'C, R, U, D or E'],
  ['outcome', 'token', '0, 4 or 8'],
  ['address', 'string', 'IP address of who asked'],
] as const;

export function describeCapabilities({ baseUrl, version, date }: CapabilityFacts): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: date.toISOString(),
    kind: 'instance',
    software: { name: 'Isocenter', version },
    implementation: { description: 'Isocenter', url: `${baseUrl}/fhir` },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        security: { description: 'A bearer token of this node, or the session of its web application.' },
        resource: [
          {
            type: 'AuditEvent',
            documentation: 'In the shape of the IHE Basic Audit Log Patterns.',
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            versioning: 'no-version',
            searchParam: searchParameters.map(([name, type, documentation]) => ({ name, type, documentation })),
          },
        ],
      },
    ],
  };
}
