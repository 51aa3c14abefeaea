/** `/api/studies/:id/patient.zip`: all that is here of the patient of a study, as one archive that is sent as it is made. */

import { paths } from '@isocenter/contract/paths';
import { callerOf, requireAccess } from '../access/access.ts';
import { findSubject } from '../access/authenticate.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { AuditRecorder } from '../audit/event.ts';
import { sendBody } from '../dicomweb/stream-reply.ts';
import { writeZip, zipLength } from '../dicomweb/zip-writer.ts';
import { findPatientOf } from '../erasure/repository.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { archiveOf, type ExportSource } from './archive-entries.ts';

export type PatientExportDeps = ExportSource & { readonly audit: AuditRecorder; readonly now: () => Date };

export function registerPatientExport(app: HttpServer, deps: PatientExportDeps): void {
  const { db, audit, now } = deps;
  registerOperation(app, 'askPatientExport', async ({ access, params }) => {
    await requireAccess(access, 'patient:export', { kind: 'study', id: parseObjectId(params.id) });
    return undefined;
  });

  const schema = { summary: 'Everything of the patient of a study as a ZIP archive: DICOM files, FHIR R4, pages' };
  app.get<{ Params: { id: string } }>(
    paths.patientExport(':id'),
    { exposeHeadRoute: false, schema },
    async (request, reply) => {
      const id = parseObjectId(request.params.id);
      const { access } = request;
      await requireAccess(access, 'patient:export', { kind: 'study', id });
      const patient = await findPatientOf(db, id);
      const at = now();
      const archive = patient && (await archiveOf(deps, { patientId: patient.id, at }));
      if (archive === undefined) throw new HttpProblem('not-found');
      await audit.record({
        ...{ action: 'patient:export', outcome: 'success', ...callerOf(access) },
        object: { kind: 'study', id },
        details: { studies: archive.studyIds.length, images: archive.images },
      });
      reply.header('content-disposition', 'attachment; filename="patient.zip"');
      // A session that ends, or a right that is taken away, ends the file; a proof that is no longer fresh does not.
      const mayGoOn = async () =>
        requireAccess(
          { ...access, refusalOf: undefined, subject: await findSubject(request, { db, now }) },
          'patient:export',
        );
      return sendBody(request, reply, {
        contentType: 'application/zip',
        lengthBytes: zipLength(archive.entries),
        chunks: () => asLongAs(mayGoOn, writeZip(archive.entries, at)),
      });
    },
  );
}

/** Asked so often, in bytes. */
const askedEveryBytes = 8 << 20;

async function* asLongAs(mayGoOn: () => Promise<void>, chunks: AsyncIterable<Uint8Array>) {
  let since = 0;
  for await (const chunk of chunks) {
    since += chunk.byteLength;
    if (since > askedEveryBytes) {
      await mayGoOn();
      since = 0;
    }
    yield chunk;
  }
}
