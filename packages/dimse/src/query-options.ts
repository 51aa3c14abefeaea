/**
 * What two nodes agree on beyond the baseline of queries and retrievals: the Service-class-application-information of the
 * SOP Class Extended Negotiation, PS3.7 §D.3.3.5, for C-FIND (PS3.4 §C.5.1.1), C-MOVE (PS3.4 §C.5.2.1) and C-GET.
 *
 * One byte an option, 1 for yes. What an agreed option means is the business of who carries the query out.
 */

import type { ExtendedNegotiation } from './pdu.ts';

/** In the order of their bytes. */
const findOptions = [
  'relational',
  'combinedDateTime',
  'fuzzyNames',
  'timezone',
  'multiFrameConversion',
  'emptyValue',
  'multipleValue',
] as const;
const retrieveOptions = ['relational', 'multiFrameConversion'] as const;

export type QueryOption = (typeof findOptions)[number];

type QueryService = 'find' | 'move' | 'get';

/** Returns the sub-item by which a SOP Class of a service proposes options; those that its service lacks are left out. */
export function proposeQueryOptions(
  sopClassUid: string,
  service: QueryService,
  options: ReadonlySet<QueryOption>,
): ExtendedNegotiation {
  const known = optionsOf(service);
  return { sopClassUid, information: Uint8Array.from(known, (option) => (options.has(option) ? 1 : 0)) };
}

/** Returns what a sub-item says yes to; bytes that are missing, or beyond those that are known, say no. */
export function readQueryOptions(information: Uint8Array, service: QueryService): ReadonlySet<QueryOption> {
  return new Set(optionsOf(service).filter((_, at) => information[at] === 1));
}

/**
 * Returns the answer to a sub-item: yes to what is proposed and supported. It is as long as the proposal, because an old
 * requestor that sends one byte expects no more, PS3.4 §C.5.2.1.
 */
export function answerQueryOptions(
  { sopClassUid, information }: ExtendedNegotiation,
  service: QueryService,
  supported: ReadonlySet<QueryOption>,
): ExtendedNegotiation {
  const proposed = readQueryOptions(information, service);
  const known = optionsOf(service).slice(0, information.length);
  const yes = (option: QueryOption) => proposed.has(option) && supported.has(option);
  return { sopClassUid, information: Uint8Array.from(known, (option) => (yes(option) ? 1 : 0)) };
}

function optionsOf(service: QueryService): readonly QueryOption[] {
  return service === 'find' ? findOptions : retrieveOptions;
}
