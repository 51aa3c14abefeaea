/**
 * The bound of the query bench: our DIMSE listener and Node's HTTP server that give the same answers out of memory, with
 * nothing searched, checked or audited. What the machine and the runtime allow.
 *
 * usage: node bare-node.ts PORT FOLDER HTTP_PORT
 */

import { createServer } from 'node:http';
import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { listenDimse } from '@isocenter/dimse/server';
import { studiesInRange } from './fill.ts';

const answers = Array.from({ length: studiesInRange }, (_, study) => ({
  QueryRetrieveLevel: 'STUDY',
  StudyDate: '20250101',
  StudyTime: '101112',
  AccessionNumber: `TEST${study}`,
  ModalitiesInStudy: 'CT',
  StudyDescription: `CT bench ${study}`,
  PatientName: `TEST^BENCH ${study}`,
  PatientID: `TEST-${study}`,
  PatientBirthDate: '19700101',
  PatientSex: 'O',
  StudyInstanceUID: `2.25.${study}`,
  StudyID: String(study),
  NumberOfStudyRelatedSeries: '2',
  NumberOfStudyRelatedInstances: '45',
}));
const identifiers = answers.map((answer) => encodeDataSet(buildDataSet(answer), implicitVrLittleEndian));

const [port, , httpPort] = process.argv.slice(2);

await listenDimse({
  host: '127.0.0.1',
  port: Number(port),
  accept: acceptAll,
  verbs: {
    echo: () => 0x0000,
    store: () => ({ status: 0x0000 }),
    async *find({ identifier }) {
      const isOfDates = getString(parseDataSet(identifier, implicitVrLittleEndian).value, tagOf('StudyDate'));
      for (const one of isOfDates ? identifiers : identifiers.slice(0, 1)) yield { identifier: one };
    },
  },
});

createServer((request, response) => {
  const isExact = new URL(request.url ?? '/', 'http://localhost').searchParams.has('AccessionNumber');
  response.setHeader('content-type', 'application/dicom+json');
  response.end(JSON.stringify(isExact ? answers.slice(0, 1) : answers));
}).listen(Number(httpPort), '127.0.0.1');
