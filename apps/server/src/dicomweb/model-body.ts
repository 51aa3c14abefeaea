/**
 * Data sets without their bulk data as bodies of answers, PS3.18 §8.7.3.2: one array of DICOM JSON, or XML of the Native
 * DICOM Model with a part for each data set. They are written one after the other, as they are made.
 */

import { type DicomJson, stringifyDicomJson } from '@isocenter/dicom/json';
import { writeNativeXml } from '@isocenter/dicom/native-xml';
import type { ModelFormat } from './accept.ts';
import { multipartStream, type OutgoingPart } from './multipart-writer.ts';
import type { StreamedBody } from './stream-reply.ts';

type Models = AsyncIterable<DicomJson> | Iterable<DicomJson>;

/** Characters of XML that are gathered to one piece. */
const pieceCharacters = 1 << 16;

/** Returns the body of any number of data sets; of a `single` one in XML the first is all there is. */
export function modelBody({ mediaType, packaging }: ModelFormat, models: Models): StreamedBody {
  if (mediaType === 'application/dicom+json') {
    return { contentType: mediaType, lengthBytes: undefined, chunks: () => jsonArray(models) };
  }
  if (packaging === 'multipart') return multipartStream(mediaType, xmlParts(models));
  return { contentType: mediaType, lengthBytes: undefined, chunks: () => firstXml(models) };
}

async function* jsonArray(models: Models): AsyncGenerator<string, void> {
  let separator = '[';
  for await (const model of models) {
    yield separator + stringifyDicomJson(model);
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

async function* xmlParts(models: Models): AsyncGenerator<OutgoingPart, void> {
  for await (const model of models) {
    yield { contentType: 'application/dicom+xml', lengthBytes: undefined, chunks: () => xmlPieces(model) };
  }
}

async function* firstXml(models: Models): AsyncGenerator<string, void> {
  for await (const model of models) {
    yield* xmlPieces(model);
    return;
  }
}

function* xmlPieces(model: DicomJson): Generator<string, void> {
  let piece = '';
  for (const text of writeNativeXml(model)) {
    piece += text;
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
