/**
 * The Capabilities Description of PS3.18 §8.9 and Annex H: a WADL document with every resource of DICOMweb that is
 * registered, its methods, query parameters and media types.
 *
 * Resources and methods come from the routes; what a kind of resource takes and gives is the table here.
 */

import { escapeXml } from '@isocenter/dicom/native-xml';
import { type AttributeLevel, listMatchingKeys } from '../query/attributes.ts';
import { octetStream, renderedMediaTypes } from './accept.ts';
import { qidoParameters } from './qido-query.ts';
import { documentMediaTypes } from './rendered-document.ts';

/** A route below the base of DICOMweb, as `/studies/:study`. */
export type DicomwebRoute = { readonly method: string; readonly path: string };

const namespace = 'http://wadl.dev.java.net/2009/02';

const multipart = (type: string) => `multipart/related; type="${type}"`;
const models = ['application/dicom+json', multipart('application/dicom+xml')];
const bulk = [multipart(octetStream), multipart('image/*'), multipart('video/*')];
const documents = [...documentMediaTypes.report, ...documentMediaTypes.pdf];

/** What a GET gives, by the last fixed name of a path; the default first. Checked against the negotiation in the test. */
export const representations = {
  search: models,
  instances: [multipart('application/dicom'), multipart(octetStream), 'application/zip'],
  metadata: models,
  rendered: renderedMediaTypes,
  thumbnail: renderedMediaTypes,
  bulkdata: bulk,
  pixeldata: bulk,
  frames: bulk,
} as const satisfies { readonly [kind: string]: readonly string[] };

type Kind = keyof typeof representations;

const renderingParameters = ['annotation', 'quality', 'viewport', 'window'];

/** What may be posted. */
const storable = [
  multipart('application/dicom'),
  'application/dicom',
  multipart('application/dicom+json'),
  multipart('application/dicom+xml'),
];

/** Names of Table H-1 for the parameters of our routes. */
const templateNames: { readonly [parameter: string]: string } = {
  ':study': 'StudyInstance',
  ':series': 'SeriesInstance',
  ':instance': 'SOPInstance',
  ':frames': 'FrameList',
  '*': 'BulkdataPath',
};

/** Returns the document. @param base address of DICOMweb, without trailing slash */
export function describeCapabilities(base: string, routes: readonly DicomwebRoute[]): string {
  const root: Resource = { methods: [], below: new Map() };
  for (const route of routes) if (route.method === 'GET' || route.method === 'POST') place(root, route);
  const resources = [...root.below].map(([name, resource]) => resourceXml(name, resource)).join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<application xmlns="${namespace}"><resources base="${escapeXml(base)}/">${resources}</resources></application>`,
  ].join('');
}

type Resource = { readonly methods: DicomwebRoute[]; readonly below: Map<string, Resource> };

function place(root: Resource, route: DicomwebRoute): void {
  let at = root;
  for (const name of segmentsOf(route)) {
    const next: Resource = at.below.get(name) ?? { methods: [], below: new Map() };
    at.below.set(name, next);
    at = next;
  }
  at.methods.push(route);
}

function resourceXml(name: string, { methods, below }: Resource): string {
  const template = templateNames[name];
  const path = template === undefined ? name : `{${template}}`;
  const parameter = template === undefined ? '' : `<param name="${template}" style="template" required="true"/>`;
  const inner = [...below].map(([child, resource]) => resourceXml(child, resource)).join('');
  return `<resource path="${path}">${parameter}${methods.map(methodXml).join('')}${inner}</resource>`;
}

function methodXml(route: DicomwebRoute): string {
  if (route.method === 'POST') {
    const id = segmentsOf(route).length === 1 ? 'StoreInstances' : 'StoreStudyInstances';
    const request = `<request>${acceptXml([...models, 'application/dicom+xml'])}${storable.map(representationXml).join('')}</request>`;
    return `<method name="POST" id="${id}">${request}${responseXml([...models, 'application/dicom+xml'])}</method>`;
  }
  const kind = kindOf(route);
  const isDocument = kind === 'rendered' && segmentsOf(route).at(-2) === ':instance';
  const types = [...representations[kind], ...(isDocument ? documents : [])];
  const parameters = queryOf(kind, route).map((name) => `<param name="${name}" style="query"/>`);
  const request = `<request>${acceptXml(types)}${parameters.join('')}</request>`;
  return `<method name="GET" id="${idOf(kind, route)}">${request}${responseXml(types)}</method>`;
}

function acceptXml(types: readonly string[]): string {
  const options = types.map((type) => `<option value="${escapeXml(type)}"/>`).join('');
  return `<param name="Accept" style="header" default="${escapeXml(types[0] ?? '')}">${options}</param>`;
}

function responseXml(types: readonly string[]): string {
  return `<response status="200">${types.map(representationXml).join('')}</response>`;
}

function representationXml(type: string): string {
  return `<representation mediaType="${escapeXml(type)}"/>`;
}

function kindOf(route: DicomwebRoute): Kind {
  const names = segmentsOf(route);
  const last = names.at(-1) ?? '';
  // An address that ends in a name of several things is searched; one that ends in a parameter is that thing.
  if (last === 'studies' || last === 'series' || last === 'instances') return 'search';
  const named = templateNames[last] === undefined ? last : names.at(-2);
  return named !== undefined && named in representations && named !== 'instances' ? (named as Kind) : 'instances'; // a key, as was asked
}

function queryOf(kind: Kind, route: DicomwebRoute): readonly string[] {
  if (kind === 'rendered') return ['accept', ...renderingParameters];
  if (kind === 'thumbnail') return ['accept', 'viewport'];
  if (kind !== 'search') return ['accept'];
  const levels: readonly AttributeLevel[] = ['patient', 'study', 'series', 'instance'];
  const searched = segmentsOf(route).at(-1);
  const level = searched === 'studies' ? 'study' : searched === 'series' ? 'series' : 'instance';
  return [...qidoParameters, ...levels.slice(0, levels.indexOf(level) + 1).flatMap(matchingKeysOf)];
}

/** As a search names them, with points between the levels of sequences, PS3.18 §8.3.4.1. */
function matchingKeysOf(level: AttributeLevel): readonly string[] {
  return listMatchingKeys(level).map((key) => key.replaceAll(' > ', '.'));
}

/** Names of transactions as Table H-1 has them, in one word: RetrieveStudyMetadata, SearchForStudySeries. */
function idOf(kind: Kind, route: DicomwebRoute): string {
  const names = segmentsOf(route);
  const levels = names.filter((name) => [':study', ':series', ':instance', ':frames'].includes(name));
  if (kind === 'search') return `SearchFor${levels.map(capitalised).join('')}${capitalised(names.at(-1) ?? '')}`;
  const level = capitalised(levels.at(-1) ?? '');
  if (kind === 'instances') return `Retrieve${level}`;
  if (kind === 'rendered') return `RetrieveRendered${level}`;
  if (kind === 'frames') return 'RetrieveFrames';
  const what = kind === 'pixeldata' ? 'PixelData' : capitalised(kind);
  return names.at(-1) === '*' ? 'RetrieveBulkdata' : `Retrieve${level}${what}`;
}

function capitalised(name: string): string {
  const word = name.replace(':', '');
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

function segmentsOf({ path }: DicomwebRoute): readonly string[] {
  return path.split('/').filter((name) => name !== '');
}
