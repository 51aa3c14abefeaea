/**
 * The types of what identifies a person, and the placeholder of each: a fiducial such as `% PATIENT NAME %`, which says
 * in a header, a report or a picture what stood in its place.
 *
 * The types are those that 45 CFR §164.514(b)(2) lists, told apart as far as they are replaced in different ways.
 */

export const identityKinds = [
  'patient-name',
  'patient-id',
  'birth-date',
  'age',
  'other-person',
  'accession-number',
  'order-id',
  'date',
  'time',
  'institution',
  'address',
  'phone',
  'email',
  'url',
  'device',
  'other-id',
  'text',
] as const;

export type IdentityKind = (typeof identityKinds)[number];

/** Returns the placeholder of a type of identity, `% PATIENT NAME %`: 5 to 20 characters of the default repertoire. */
export function fiducialOf(kind: IdentityKind): string {
  return `% ${kind.replaceAll('-', ' ').toUpperCase()} %`;
}
