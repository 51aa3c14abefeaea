/**
 * What is read and not looked at, PS3.18 Table 8.7.4-1, category text: Structured Reports as a page or plain text, and the
 * file inside of an Encapsulated PDF. Other encapsulated documents can be had as bulk data.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { findReport } from '@isocenter/dicom/report-content';
import { tagKey } from '@isocenter/dicom/tag';
import { getNumber, getString } from '@isocenter/dicom/values';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUnchanged } from '../http/entity-tag.ts';
import { HttpProblem } from '../http/problem.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { readHeader } from '../retrieval/stored-data-set.ts';
import { acceptRendered } from './accept.ts';
import { bulkValueIn } from './bulk-data.ts';
import { sendBytes } from './byte-reply.ts';
import type { DicomwebDeps } from './dependencies.ts';
import { type Report, reportPage, reportPlainText } from './report-text.ts';
import { negotiated } from './retrieve-route.ts';
import { tagOfInstances } from './selected-instances.ts';

/** Of reports and of PDF, each with its default first. */
export const documentMediaTypes = { report: ['text/html', 'text/plain'], pdf: ['application/pdf'] } as const;

/** A page that loads nothing, runs nothing and belongs to no origin, whatever it says. */
const pagePolicy = "default-src 'none'; frame-ancestors 'self'; sandbox";

/** A page of a longer one would hold up the node for seconds; reports that people write have kilobytes. */
const longestReportBytes = 2 * 2 ** 20;

const encapsulatedDocument = [tagKey(tagOf('EncapsulatedDocument'))];

/** @throws HttpProblem `not-renderable` where an instance is neither, `not-acceptable` */
export async function sendDocument(
  deps: DicomwebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  one: StoredInstance,
): Promise<FastifyReply> {
  const header = await readHeader(deps.archive, one);
  const content = findReport(header);
  if (content !== undefined && one.lengthBytes > longestReportBytes) throw new HttpProblem('not-renderable');
  if (content !== undefined) return sendReport(request, reply, one, { header, content });
  const mediaType = getString(header, tagOf('MIMETypeOfEncapsulatedDocument'))?.toLowerCase();
  if (mediaType !== 'application/pdf') throw new HttpProblem('not-renderable');
  return sendPdf(deps, request, reply, { one, header });
}

function sendReport(request: FastifyRequest, reply: FastifyReply, one: StoredInstance, report: Report): FastifyReply {
  const mediaType = acceptRendered(negotiated(request), documentMediaTypes.report);
  const etag = tagOfInstances([one], ['report', mediaType]);
  if (isUnchanged(request, reply, etag)) return reply.send();
  reply.header('etag', etag).type(`${mediaType}; charset=utf-8`);
  if (mediaType === 'text/plain') return reply.send(reportPlainText(report));
  return reply.header('content-security-policy', pagePolicy).send(reportPage(report));
}

type PdfObject = { readonly one: StoredInstance; readonly header: DataSet };

async function sendPdf(
  { archive }: DicomwebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { one, header }: PdfObject,
): Promise<FastifyReply> {
  const contentType = acceptRendered(negotiated(request), documentMediaTypes.pdf);
  const value = await bulkValueIn(archive, one, { header, path: encapsulatedDocument });
  if (value.kind !== 'bytes') throw new HttpProblem('not-renderable');
  // The value is padded to even length; newer objects tell how long the file is, PS3.3 §C.24.2.
  const declared = getNumber(header, tagOf('EncapsulatedDocumentLength')) ?? value.lengthBytes;
  const isLength = Number.isInteger(declared) && declared > 0 && declared < value.lengthBytes;
  const lengthBytes = isLength ? declared : value.lengthBytes;
  const etag = tagOfInstances([one], ['pdf']);
  const chunks = (part = { start: 0, end: lengthBytes }) => value.chunks(part);
  return sendBytes(request, reply, { contentType, lengthBytes, etag, chunks });
}
