/**
 * Opens a de-identifier in a worker thread: of headers alone, or with the pictures looked at for burned-in text, for which
 * networks are loaded, once a thread.
 */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { TextReader } from '@isocenter/deid/burned-in/find-text';
import type { PictureCleaner } from '@isocenter/deid/burned-in/picture-cleaner';
import {
  createDeidentifier,
  createDocumentDeidentifier,
  createPictureDeidentifier,
  type DeidentifiedFile,
  type DeidentifierOptions,
  type OfFile,
} from '@isocenter/deid/deidentify-file';
import { createWordLists, type TermLists } from '@isocenter/deid/text/word-lists';

export type Deidentify = (input: Uint8Array, ofFile?: OfFile) => DeidentifiedFile | Promise<DeidentifiedFile>;

export type OpenOptions = Omit<DeidentifierOptions, 'inflate' | 'deflate'> & {
  /** Looks for burned-in text, which takes a second or so an image. */
  readonly cleanPixels: boolean;
  /** Words of the site; in place of those of its rules. */
  readonly lists?: TermLists;
};

/** Belong to the thread. */
let pictureCleaner: Promise<PictureCleaner> | undefined;
let textReader: Promise<TextReader> | undefined;
/** What is read from pictures, one after the other: the networks would take more than this thread's share of the machine. */
let lastRead: Promise<unknown> = Promise.resolve();

export async function openDeidentifier({ cleanPixels, lists, ...rest }: OpenOptions): Promise<Deidentify> {
  const hasWords = lists !== undefined && Object.values(lists).some((terms) => terms.length > 0);
  const options: DeidentifierOptions = {
    ...rest,
    ...(hasWords && { wordLists: createWordLists(lists) }),
    inflate: (bytes, maxOutputLength) => inflateRawSync(bytes, { maxOutputLength }),
    deflate: (bytes) => deflateRawSync(bytes),
  };
  return withDocuments(await openForObjects(cleanPixels, options), options, cleanPixels);
}

/** Documents are looked at when all else of an object may go out; what reads them is loaded for the first of them. */
function withDocuments(deidentify: Deidentify, options: DeidentifierOptions, readsPictures: boolean): Deidentify {
  let documents: Promise<Deidentify> | undefined;
  return async (input, ofFile) => {
    const result = await deidentify(input, ofFile);
    if (result.kind !== 'held' || result.reason !== 'encapsulated-document') return result;
    documents ??= openForDocuments(options, readsPictures);
    return await (await documents)(input, ofFile);
  };
}

async function openForDocuments(options: DeidentifierOptions, readsPictures: boolean): Promise<Deidentify> {
  const { createDocumentCleaner } = await import('@isocenter/deid/reports/encapsulated-document');
  const cleaner = createDocumentCleaner({ ...options, ...(readsPictures && { openReader: openTextReaderOnce }) });
  const deidentify = createDocumentDeidentifier(options, cleaner);
  return (input, ofFile) => oneAfterTheOther(() => deidentify(input, ofFile));
}

/** Waits for what was asked for before. */
export function oneAfterTheOther<T>(work: () => Promise<T>): Promise<T> {
  const next = lastRead.then(work);
  lastRead = next.catch(() => undefined);
  return next;
}

async function openForObjects(cleanPixels: boolean, options: DeidentifierOptions): Promise<Deidentify> {
  if (!cleanPixels) return createDeidentifier(options);
  pictureCleaner ??= openPictureCleaner();
  const deidentifyPicture = createPictureDeidentifier(options, await pictureCleaner);
  return (input, ofFile) => oneAfterTheOther(() => deidentifyPicture(input, ofFile));
}

/** Networks that read letters, loaded once a thread. */
export function openTextReaderOnce(): Promise<TextReader> {
  textReader ??= import('@isocenter/deid/burned-in/text-reader').then(({ openTextReader }) =>
    openTextReader({ threads: 1 }),
  );
  return textReader;
}

/** Loaded only when asked for: headers alone need none of it. */
async function openPictureCleaner(): Promise<PictureCleaner> {
  const [{ createPictureCleaner }, { createFrameDecoder }, { createFrameEncoder }] = await Promise.all([
    import('@isocenter/deid/burned-in/picture-cleaner'),
    import('@isocenter/pixels/decode'),
    import('@isocenter/pixels/encode'),
  ]);
  const decoder = createFrameDecoder({ loadWasm });
  const encoder = createFrameEncoder(decoder, { loadWasm });
  return createPictureCleaner({ reader: await openTextReaderOnce(), decoder, encoder });
}

export async function loadWasm(specifier: string): Promise<Uint8Array> {
  const fromPixels = createRequire(import.meta.resolve('@isocenter/pixels/decode'));
  return new Uint8Array(await readFile(fromPixels.resolve(specifier)));
}
