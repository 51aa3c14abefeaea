/** A C-FIND of our own in the Study Root model, on an association that proposes options; findscu proposes none. */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { proposeQueryOptions, type QueryOption } from '@isocenter/dimse/query-options';

const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';

type Target = { readonly dicomPort: number; readonly aet: string };

/** Returns the answers. @throws Error where the query is refused */
export async function findWith(
  { dicomPort, aet }: Target,
  options: readonly QueryOption[],
  attributes: Attributes,
  characterSet: string | readonly string[] = 'ISO_IR 192',
): Promise<readonly DataSet[]> {
  const syntax = explicitVrLittleEndian;
  const association = await openAssociation({
    ...{ host: '127.0.0.1', port: dicomPort, calledAet: aet, callingAet: 'FINDER' },
    contexts: [{ abstractSyntax: studyRootFind, transferSyntaxes: [syntax.uid] }],
    extendedNegotiations: [proposeQueryOptions(studyRootFind, 'find', new Set(options))],
  });
  const identifier = encodeDataSet(buildDataSet(attributes, { characterSet }), syntax);
  const answers = association.find({ sopClassUid: studyRootFind, transferSyntaxUid: syntax.uid, identifier });
  const found: DataSet[] = [];
  let step = await answers.next();
  for (; !step.done; step = await answers.next()) found.push(parseDataSet(step.value, syntax).value);
  await association.release();
  if (step.value.status !== 0) throw new Error(`C-FIND was answered ${step.value.status.toString(16)}`);
  return found;
}
