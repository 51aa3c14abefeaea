/**
 * Writes `docs/conformance/statement.md`, the DICOM Conformance Statement in the order of PS3.2 Annex N, and
 * `docs/deidentification-conformance.md`, from the tables that the node runs on.
 *
 * usage: node tools/conformance.ts [--check]
 *   --check   write nothing; exit 1 where a committed document differs
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../apps/server/src/version.ts';
import { composeDeidentification } from './conformance/deidentification.ts';
import * as networking from './conformance/networking.ts';
import * as requestor from './conformance/requestor.ts';
import * as web from './conformance/web-services.ts';

put('docs/conformance/statement.md', compose());
put('docs/deidentification-conformance.md', composeDeidentification());

function put(name: string, updated: string): void {
  const path = join(import.meta.dirname, '..', name);
  if (existsSync(path) && readFileSync(path, 'utf8') === updated) {
    console.log(`${name} is up to date`);
  } else if (process.argv.includes('--check')) {
    console.log(`${name} differs: run npm run generate:conformance`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, updated);
    console.log(`${name} written`);
  }
}

function compose(): string {
  return `# DICOM Conformance Statement

Isocenter ${version}. Written by \`tools/conformance.ts\` from the tables that the node runs on; not to be edited.

## 1 Overview

Isocenter stores, finds and sends medical images and other DICOM objects. Roles are those of the node as SCU and SCP.

### Network services

${networking.networkServices()}

Objects of storage SOP Classes that later editions of the standard add below its root of storage SOP Classes are stored
as well, and those of private classes where the configuration lets them.

### Media services

None. Files of DICOM media are imported; a DICOMDIR is not read.

### Transfer syntaxes

${networking.transferSyntaxTable()}

An object is kept in the transfer syntax in which it came. A sender’s first known proposal is accepted; among uncompressed
ones Explicit VR Little Endian is preferred. What was tried with other programs is in
[interoperability.md](interoperability.md).

## 2 Networking

### Application entity

One application entity, by default \`ISOCENTER\`, accepts associations and opens them: for the sub-operations of a C-MOVE,
for requests and reports of storage commitment, for C-ECHO, C-FIND and C-STORE that a person, a rule, a source or a command asks for, and for
queries and retrievals of what peers hold.

### Association policies

${networking.associationTables()}

### Statuses

${networking.serviceStatuses()}

An object is acknowledged when it is durable. Coercion: none; data sets are kept byte for byte. A SOP Instance UID that is
known with other content is handled as the peer’s entry says: the first stays served, the newest is, or 0111H.

Storage commitment: an instance is committed when every copy of it was read to its end. The report is sent on the
association of the request while it is open, otherwise on one that this node opens to the peer’s entry with the role of
SCP, and repeated as [administration](../administration.md#storage-commitment) says. As SCU this node asks peers whose entry
says so for what it delivered to them; it takes the report on the association of the request for 3 s, and on associations
that the peer opens for 90 days. A delivery is sent again as far as it was not committed to.

### Keys of queries

${networking.queryKeys()}

${networking.queryOptions()}

Matching is by single value, wildcard, range of dates and times, list of UIDs and codes, sequence, empty value and
universal; of names without regard to case and accents.

### Queries and retrievals of this node

Models in which peers are asked, one association an information model:

${requestor.askedModelTable()}

By itself the node asks in the Study Root model, for [sources](../sources.md), for earlier studies that a
[rule](../routing.md) asks for, and for the question whether a sender holds more of a study:

| service | level | keys |
| --- | --- | --- |
| C-FIND | STUDY | matching: StudyDate and StudyTime (range; of times only within one day), ModalitiesInStudy (one value a query), those of a source's own keys, PatientID (of earlier studies); return: StudyInstanceUID, NumberOfStudyRelatedInstances |
| C-FIND | SERIES | StudyInstanceUID; return: SeriesInstanceUID, NumberOfSeriesRelatedInstances, BodyPartExamined |
| C-FIND | IMAGE | StudyInstanceUID, SeriesInstanceUID; return: SOPInstanceUID, SOPClassUID |
| C-GET, C-MOVE | STUDY, SERIES, IMAGE | the unique keys of the level and of those above; at IMAGE level up to 100 SOP Instance UIDs |

FE00H without a C-CANCEL, A700H, and as many answers as a source's limit are taken for a list that is cut off: the query
is repeated for halves of its range. The destination of a C-MOVE is this node's own AE title. What was retrieved is
decided by another query, not by the counts of sub-operations.

What a peer’s entry says is proposed by SOP Class Extended Negotiation, also by \`isocenter find --peer\` and
\`isocenter get --peer\`; what is not agreed to is done without:

${requestor.proposedOptions()}

### Priorities

${requestor.priorities()}

For the same destination the outgoing queue takes deliveries of high priority before medium and low ones; one in eight is the
oldest whatever its priority. As SCP this node makes no difference by the priority that an operation names, and hands
that of a C-MOVE or C-GET on to its sub-operations.

### DICOMweb

${web.resources()}

${web.searchParameters()} How they are meant, and the media types of each resource, is in [dicomweb.md](../dicomweb.md).

${web.frameMediaTypes()}

${web.renderedMediaTypes()}

${web.renderedAnnotations()}

Metadata, results of searches and answers of stores are \`application/dicom+json\`, or \`application/dicom+xml\` of the
Native DICOM Model (PS3.19 §A.1). \`OPTIONS\` of the base answers with a Capabilities Description (PS3.18 §8.9, Annex H).
Multiple value matching (PS3.18 §8.3.4.6) is supported.

Of PS3.18 are not supported:

| clause | what |
| --- | --- |
| §8.7.4 | \`text/xml\`, \`text/rtf\`, \`image/jp2\` and videos as rendered media types; animated GIF; rendered documents as part of a rendered study or series; PDF of structured reports |
| §8.7.3 | \`transfer-syntax\` of \`application/dicom+json\` and \`application/dicom+xml\` (bulk data inside of them is little endian) |
| §8.8 | character sets of answers other than UTF-8 |
| §9 | the URI service (WADO-URI) |
| §11 and later | worklists (UPS-RS), non-patient instances and every other service |

${web.storeFailures()}

Statuses of all HTTP services, with the codes of problems (RFC 9457):

${web.httpStatuses()}

### Configuration

${web.dicomSettings()}

Everything that can be configured is in [configuration.md](../configuration.md).

## 3 Media interchange

Not supported.

## 4 Transformation to CDA

Not supported.

## 5 Support of character sets

Read and written, for matching and in answers:

${web.characterSets()}

Answers of C-FIND are in the character set of the query where it has all characters, otherwise in UTF-8 (ISO_IR 192).
DICOMweb answers in UTF-8.

## 6 Security

### Associations

${web.dicomTls()}

A caller is known by AE title and address, unless its entry says otherwise. Each operation needs a verb of its entry.

### HTTP

${web.https()}

Users sign in, programs carry bearer tokens. Every access is recorded in an audit trail that shows when it was changed.

## 7 Annexes

### Contents of created objects

${requestor.createdObject()}

Objects that are sent in another transfer syntax than they came in keep their UIDs: none is compressed with loss. File meta
information of files that this node hands out is its own, PS3.10 §7.1.

### Private attributes

None are created; those of others are kept.
`;
}
