/**
 * Content negotiation of DICOMweb, PS3.18 §8.7: from an Accept header to what a resource is sent as.
 *
 * Each kind of resource has its own function, because each has its own media types and default. All are lenient with
 * wildcards. The `accept` query parameter (§8.3.3.1) takes the place of the header where it is given, see `acceptOf`.
 * Which of them an instance can be had in is decided instance by instance, see `instance-files.ts`.
 */

import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { encodableUids, isEncodable } from '@isocenter/pixels/encode';
import { HttpProblem } from '../http/problem.ts';
import { type AcceptedMediaType, parseAccept, parseMediaType } from './media-type.ts';

/** `*` is as received; `default` is Explicit VR Little Endian, for clients that named none, PS3.18 Table 8.7.3-2. */
export type RequestedSyntax = '*' | 'default' | (string & {});

export type Packaging = 'multipart' | 'single';

/** `bulk` is the bulk data of instances without their metadata: how, `acceptBulk` says. */
export type InstanceFormat = {
  readonly packaging: Packaging | 'zip' | 'bulk';
  readonly syntaxes: readonly RequestedSyntax[];
};

/** One way a client takes frames or bulk data. */
export type BulkOffer = { readonly mediaType: string; readonly syntax: RequestedSyntax };

export type BulkFormat = { readonly packaging: Packaging; readonly offers: readonly BulkOffer[] };

/** How data sets without their bulk data are sent: in JSON all in one array, in XML a part each or one alone. */
export type ModelFormat = { readonly mediaType: typeof dicomJson | typeof dicomXml; readonly packaging: Packaging };

/** Of pictures, PS3.18 Table 8.7.4-1; the first is the default. */
export const renderedMediaTypes = ['image/jpeg', 'image/png', 'image/gif'] as const;

export type RenderedMediaType = (typeof renderedMediaTypes)[number];

const dicom = 'application/dicom';
const dicomJson = 'application/dicom+json';
const dicomXml = 'application/dicom+xml';
export const octetStream = 'application/octet-stream';
const wadl = 'application/vnd.sun.wadl+xml';
const zip = 'application/zip';
const multipart = 'multipart/related';

/** Media types of compressed frames by transfer syntax, PS3.18 Tables 8.7.3-4 and 8.7.3-5. */
export const compressedMediaTypes: ReadonlyMap<string, string> = new Map([
  ...['50', '51', '57', '70'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'image/jpeg'] as const),
  ...['80', '81'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'image/jls'] as const),
  ...['90', '91'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'image/jp2'] as const),
  ...['92', '93'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'image/jpx'] as const),
  ...['110', '111', '112'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'image/jxl'] as const),
  ...['201', '202', '203'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'image/jphc'] as const),
  ['1.2.840.10008.1.2.5', 'image/dicom-rle'],
  ...['100', '100.1', '101', '101.1'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'video/mpeg'] as const),
  ...['102', '103', '104', '105', '106'].flatMap((last) => [
    [`1.2.840.10008.1.2.4.${last}`, 'video/mp4'] as const,
    [`1.2.840.10008.1.2.4.${last}.1`, 'video/mp4'] as const,
  ]),
  ...['107', '108'].map((last) => [`1.2.840.10008.1.2.4.${last}`, 'video/H265'] as const),
]);

/** Deviation: what earlier editions called them; the clients of dicomweb-client ask so still. The current type is answered. */
const formerMediaTypes: ReadonlyMap<string, string> = new Map([
  ['image/x-dicom-rle', 'image/dicom-rle'],
  ['image/x-jls', 'image/jls'],
]);

/** Returns what negotiates: the query parameter where it is given, else the header; the most general where neither is. */
export function acceptOf(header: string | undefined, parameter: string | undefined): string {
  const text = parameter?.trim() || header?.trim();
  return text === undefined || text === '' ? '*/*' : text;
}

/**
 * Returns how DICOM instances are sent: multipart unless an archive is preferred, or one part where one instance is asked
 * for. An archive has files as they were received. Who wants octet streams or images wants bulk data, PS3.18 Table 10.4.4-1.
 *
 * @param options.single whether the resource is one instance
 * @throws HttpProblem `not-acceptable`
 */
export function acceptInstances(accept: string, options: { readonly single: boolean }): InstanceFormat {
  const packagings = parseAccept(accept).flatMap<{
    readonly packaging: InstanceFormat['packaging'];
    readonly syntax: RequestedSyntax;
  }>((accepted) => {
    if (accepted.type === zip) return isReceived(accepted) ? [{ packaging: 'zip', syntax: '*' }] : [];
    if (isBulkOnly(accepted)) return [{ packaging: 'bulk', syntax: requestedSyntax(accepted) }];
    const packaging = packagingOf(accepted, dicom);
    if (packaging === undefined || (packaging === 'single' && !options.single)) return [];
    return [{ packaging, syntax: requestedSyntax(accepted) }];
  });
  const packaging = packagings[0]?.packaging;
  if (packaging === undefined)
    throw notAcceptable([
      `${multipart}; type="${dicom}"`,
      `${multipart}; type="${octetStream}"`,
      zip,
      ...(options.single ? [dicom] : []),
    ]);
  const syntaxes = packagings.filter((one) => one.packaging === packaging).map(({ syntax }) => syntax);
  return { packaging, syntaxes: [...new Set(syntaxes)] };
}

/**
 * Returns the transfer syntaxes in which a client takes an instance, the most wanted first. As received comes last where
 * it was not asked for but is taken, in case that the instance cannot be turned.
 */
export function transferSyntaxesFor(syntaxes: readonly RequestedSyntax[], storedUid: string): readonly string[] {
  const wanted = syntaxes.map((syntax) => {
    if (syntax === 'default') return explicitVrLittleEndian.uid;
    return syntax === '*' ? storedUid : syntax;
  });
  return [...new Set([...wanted, ...(syntaxes.includes('default') ? [storedUid] : [])])];
}

/**
 * Returns how metadata, query results and the answers of stores are sent, PS3.18 §8.7.3.2 and Table 10.4.4-1: DICOM JSON
 * unless XML is preferred. Deviation: plain `application/json` is taken for DICOM JSON, as many clients ask so.
 *
 * @param options.single whether there is one data set only, which may come without parts around it
 * @throws HttpProblem `not-acceptable`
 */
export function acceptModel(accept: string, options: { readonly single: boolean }): ModelFormat {
  for (const accepted of parseAccept(accept)) {
    const { type } = accepted;
    if (covers(type, dicomJson) || type === 'application/json') return { mediaType: dicomJson, packaging: 'single' };
    const packaging = packagingOf(accepted, dicomXml);
    if (packaging === 'multipart' || (packaging === 'single' && options.single))
      return { mediaType: dicomXml, packaging };
  }
  throw notAcceptable([dicomJson, `${multipart}; type="${dicomXml}"`, ...(options.single ? [dicomXml] : [])]);
}

/**
 * Returns how frames or bulk data are sent.
 *
 * @param options.single whether the resource is one frame or one value
 * @throws HttpProblem `not-acceptable`
 */
export function acceptBulk(accept: string, options: { readonly single: boolean }): BulkFormat {
  const offers = parseAccept(accept).flatMap((accepted) => {
    const parts = accepted.type === multipart;
    const named = parts ? (partTypeOf(accepted) ?? octetStream) : accepted.type;
    const mediaType = formerMediaTypes.get(named) ?? named;
    if (!isBulkType(mediaType) || (!parts && mediaType !== '*/*' && !options.single)) return [];
    const packaging: Packaging = parts || mediaType === '*/*' ? 'multipart' : 'single';
    return [{ packaging, mediaType, syntax: requestedSyntax(accepted) }];
  });
  const packaging = offers[0]?.packaging;
  if (packaging === undefined) throw notAcceptable([`${multipart}; type="${octetStream}"`]);
  return { packaging, offers: offers.filter((offer) => offer.packaging === packaging) };
}

/** True where one of the offers is an octet stream. */
export function takesOctets(offers: readonly BulkOffer[]): boolean {
  return offers.some(({ mediaType }) => isGeneral(mediaType));
}

export type FrameForm = { readonly contentType: string } & (
  | { readonly kind: 'received' | 'native' }
  | { readonly kind: 'encoded'; readonly transferSyntaxUid: string }
);

/** How the frames of an instance are stored. */
export type StoredForm = {
  readonly uid: string;
  readonly encapsulated: boolean;
  /** Whether there is a codec. */
  readonly decodable: boolean;
};

/**
 * Returns how frames of an instance are sent under the offers, the most wanted first: the stored codestream under a media
 * type, native samples, or a codestream without loss that is made now; none where nothing fits. What no codec can decode,
 * such as video, is sent as stored to who named no transfer syntax, PS3.18 §8.7.3.
 */
export function frameForms(offers: readonly BulkOffer[], stored: StoredForm): readonly FrameForm[] {
  return offers.flatMap((offer) =>
    isGeneral(offer.mediaType) ? generalForms(offer, stored) : codestreamForms(offer, stored),
  );
}

function generalForms({ mediaType, syntax }: BulkOffer, stored: StoredForm): readonly FrameForm[] {
  const isStored = syntax === '*' || syntax === stored.uid;
  const native = { kind: 'native', contentType: octetStream } as const;
  if (!stored.encapsulated && isStored) return [native];
  const contentTypeOf = (uid: string) =>
    `${(mediaType === octetStream ? undefined : compressedMediaTypes.get(uid)) ?? octetStream}; transfer-syntax=${uid}`;
  const isNativeWanted = syntax === 'default' || syntax === explicitVrLittleEndian.uid;
  const received = { kind: 'received', contentType: contentTypeOf(stored.uid) } as const;
  return [
    ...(isNativeWanted && stored.decodable ? [native] : []),
    ...(stored.encapsulated && (isStored || syntax === 'default') ? [received] : []),
    ...(!isStored && stored.decodable ? encodedForms(syntax, contentTypeOf) : []),
  ];
}

/** The default of each type is one of its syntaxes; a client that names none decodes all of them. */
function codestreamForms({ mediaType, syntax }: BulkOffer, stored: StoredForm): readonly FrameForm[] {
  const isAny = syntax === '*' || syntax === 'default';
  const storedType = compressedMediaTypes.get(stored.uid) ?? octetStream;
  const contentTypeOf = (uid: string) => `${compressedMediaTypes.get(uid)}; transfer-syntax=${uid}`;
  if (stored.encapsulated && covers(mediaType, storedType) && (isAny || syntax === stored.uid)) {
    return [{ kind: 'received', contentType: `${storedType}; transfer-syntax=${stored.uid}` }];
  }
  if (!stored.decodable) return [];
  const ofType = encodableUids.filter((uid) => compressedMediaTypes.get(uid) === mediaType);
  return ofType.filter((uid) => isAny || uid === syntax).flatMap((uid) => encodedForms(uid, contentTypeOf));
}

function encodedForms(uid: string, contentTypeOf: (uid: string) => string): readonly FrameForm[] {
  return isEncodable(uid) ? [{ kind: 'encoded', transferSyntaxUid: uid, contentType: contentTypeOf(uid) }] : [];
}

/**
 * Returns the media type in which something is rendered, PS3.18 Table 8.7.4-1: the first it can be had in unless another
 * is preferred. The parts of several pictures are of that type.
 *
 * @param offered the default first
 * @throws HttpProblem `not-acceptable`
 */
export function acceptRendered<Type extends string>(accept: string, offered: readonly Type[]): Type {
  for (const accepted of parseAccept(accept)) {
    const type = accepted.type === multipart ? (partTypeOf(accepted) ?? '*/*') : accepted.type;
    const rendered = offered.find((one) => covers(type, one));
    if (rendered !== undefined) return rendered;
  }
  throw notAcceptable(offered);
}

/** Accepts the Capabilities Description, PS3.18 Annex H. @throws HttpProblem `not-acceptable` */
export function acceptCapabilities(accept: string): typeof wadl {
  const isAccepted = parseAccept(accept).some(({ type }) => covers(type, wadl) || type === 'application/xml');
  if (!isAccepted) throw notAcceptable([wadl]);
  return wadl;
}

function packagingOf(accepted: AcceptedMediaType, mediaType: string): Packaging | undefined {
  if (accepted.type === multipart) {
    const type = partTypeOf(accepted);
    return type === undefined || covers(type, mediaType) ? 'multipart' : undefined;
  }
  if (accepted.type === mediaType) return 'single';
  // The default of every DICOM resource is multipart, PS3.18 Table 8.7.3-2.
  return covers(accepted.type, mediaType) || accepted.type === 'multipart/*' ? 'multipart' : undefined;
}

/** Clients leave out the quotation marks that the slash in `type` requires; then the parameter reads all the same. */
function partTypeOf(accepted: AcceptedMediaType): string | undefined {
  const type = accepted.parameters.get('type');
  return type === undefined ? undefined : parseMediaType(type)?.type;
}

function requestedSyntax(accepted: AcceptedMediaType): RequestedSyntax {
  return accepted.parameters.get('transfer-syntax') ?? 'default';
}

function isGeneral(mediaType: string): boolean {
  return [octetStream, '*/*', 'application/*'].includes(mediaType);
}

function isReceived(accepted: AcceptedMediaType): boolean {
  return (accepted.parameters.get('transfer-syntax') ?? '*') === '*';
}

function isBulkType(type: string): boolean {
  if ([octetStream, '*/*', 'image/*', 'video/*', 'application/*'].includes(type)) return true;
  return [...compressedMediaTypes.values()].some((known) => known.toLowerCase() === type);
}

/** True for parts that no DICOM file can be. */
function isBulkOnly(accepted: AcceptedMediaType): boolean {
  const type = accepted.type === multipart ? partTypeOf(accepted) : undefined;
  return type !== undefined && isBulkType(formerMediaTypes.get(type) ?? type) && !covers(type, dicom);
}

/** True where a media range includes a type. */
function covers(range: string, type: string): boolean {
  const wanted = type.toLowerCase();
  return range === '*/*' || range === wanted || range === `${wanted.slice(0, wanted.indexOf('/'))}/*`;
}

function notAcceptable(offered: readonly string[]): HttpProblem {
  return new HttpProblem('not-acceptable', { detail: `Offered here: ${offered.join(', ')}.` });
}
