/** Gets images with a C-GET of our own, which takes one transfer syntax and nothing else; getscu always offers several. */

import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { implicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { proposeQueryOptions } from '@isocenter/dimse/query-options';
import type { StoreRequest, StoreSink } from '@isocenter/dimse/verbs';
import type { EncodedObject } from './equal-objects.ts';
import type { RunningNode } from './running-node.ts';

/** Study Root Query/Retrieve Information Model – GET, PS3.4 §C.6.2.3. */
const studyRootGet = '1.2.840.10008.5.1.4.1.2.2.3';
/** CT, Secondary Capture, Ultrasound Multi-frame, Basic Text SR. */
const sopClasses = ['1.1.2', '1.1.7', '1.1.3.1', '1.1.88.11'].map((last) => `1.2.840.10008.5.1.4.${last}`);

/** Returns what came of the images of these UIDs. */
export async function getImages(
  node: RunningNode,
  uids: readonly string[],
  { uid: transferSyntaxUid }: TransferSyntax,
): Promise<ReadonlyMap<string, EncodedObject>> {
  const got = new Map<string, EncodedObject>();
  const implicit = implicitVrLittleEndian.uid;
  const association = await openAssociation({
    ...{ host: '127.0.0.1', port: node.dicomPort, calledAet: node.aet, callingAet: 'GETTER' },
    contexts: [
      { abstractSyntax: studyRootGet, transferSyntaxes: [implicit] },
      ...sopClasses.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [transferSyntaxUid] })),
    ],
    // Images by their own UIDs, whatever their study and series.
    extendedNegotiations: [proposeQueryOptions(studyRootGet, 'get', new Set(['relational']))],
    roleSelections: sopClasses.map((sopClassUid) => ({ sopClassUid, scu: false, scp: true })),
  });
  for (const uid of uids) {
    const wanted = buildDataSet({ QueryRetrieveLevel: 'IMAGE', SOPInstanceUID: uid });
    const identifier = encodeDataSet(wanted, implicitVrLittleEndian);
    const query = { sopClassUid: studyRootGet, transferSyntaxUid: implicit, identifier };
    const responses = association.get(query, { store: (request) => keep(request, got) });
    for await (const _ of responses);
  }
  await association.release();
  return got;
}

function keep({ sopInstanceUid, transferSyntaxUid }: StoreRequest, got: Map<string, EncodedObject>): StoreSink {
  const chunks: Uint8Array[] = [];
  return {
    write(chunk) {
      chunks.push(Uint8Array.from(chunk));
      return undefined;
    },
    async end() {
      got.set(sopInstanceUid, { transferSyntaxUid, dataSet: Buffer.concat(chunks) });
      return { status: 0 };
    },
    abort: async () => undefined,
  };
}
