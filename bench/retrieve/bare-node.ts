/**
 * The bound of the retrieve bench: the same bytes over the same sockets, out of memory and with nothing looked up, decrypted
 * or audited. What the machine and the runtime allow.
 *
 * `GET /study` answers with all files, `GET /move?port=` stores them to an SCP on this machine, `GET /jpeg` and `/png` write
 * a picture whose samples are drawn already, `POST /` writes the body to a file and has it synced.
 *
 * usage: node bare-node.ts PORT FOLDER FILES
 */

import { open, readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { openAssociation } from '@isocenter/dimse/client';
import { encodePicture } from '../../apps/server/src/rendering/picture.ts';

const ctStorage = '1.2.840.10008.5.1.4.1.1.2';
const side = 512;

const [port, folder = '', filesFolder = ''] = process.argv.slice(2);
let received = 0;

const files = await Promise.all((await readdir(filesFolder)).sort().map((name) => readFile(join(filesFolder, name))));
const instances = files.map((file) => {
  const { dataSet, dataSetBytes } = parsePart10(file).value;
  return {
    sopClassUid: ctStorage,
    sopInstanceUid: getString(dataSet, tagOf('SOPInstanceUID')) ?? '',
    transferSyntaxUid: explicitVrLittleEndian.uid,
    dataSet: dataSetBytes,
  };
});
const drawn = {
  width: side,
  height: side,
  channels: 1 as const,
  samples: drawnFrom(instances[0]?.dataSet ?? new Uint8Array()),
};

createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
}).listen(Number(port), '127.0.0.1');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  switch (url.pathname) {
    case '/study':
      await pipeline(files, response);
      return;
    case '/move':
      await store(Number(url.searchParams.get('port')));
      break;
    case '/jpeg':
    case '/png':
      response.write(await encodePicture(drawn, { format: url.pathname === '/png' ? 'png' : 'jpeg' }));
      break;
    default:
      await keep(request);
  }
  response.end();
}

/** Of the samples at the end of a slice the upper 8 of 12 bits. */
function drawnFrom(dataSet: Uint8Array): Uint8Array {
  const cells = new DataView(dataSet.buffer, dataSet.byteOffset + dataSet.byteLength - 2 * side * side);
  return Uint8Array.from({ length: side * side }, (_, at) => cells.getUint16(2 * at, true) >> 4);
}

async function store(scpPort: number): Promise<void> {
  const association = await openAssociation({
    host: '127.0.0.1',
    port: scpPort,
    calledAet: 'ANY',
    callingAet: 'BARE',
    contexts: [{ abstractSyntax: ctStorage, transferSyntaxes: [explicitVrLittleEndian.uid] }],
  });
  for (const instance of instances) await association.store(instance);
  await association.release();
}

async function keep(body: IncomingMessage): Promise<void> {
  received += 1;
  const file = await open(join(folder, String(received)), 'w');
  for await (const chunk of body) await file.write(chunk as Uint8Array);
  await file.datasync();
  await file.close();
}
