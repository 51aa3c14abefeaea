/**
 * Person names, the value representation PN, PS3.5 §6.2.1: up to three component groups (alphabetic, ideographic,
 * phonetic) of five components each.
 *
 * How names of one person written differently are matched is the matter of queries and of record linkage, not of this.
 */

export type PersonNameComponents = {
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly prefix: string;
  readonly suffix: string;
};

export type PersonName = {
  readonly alphabetic?: PersonNameComponents;
  readonly ideographic?: PersonNameComponents;
  readonly phonetic?: PersonNameComponents;
};

/** The groups as text, each absent when empty: the form of the DICOM JSON Model, PS3.18 §F.2.2. */
export type PersonNameGroups = {
  readonly alphabetic?: string;
  readonly ideographic?: string;
  readonly phonetic?: string;
};

/**
 * Returns the groups and components of a name as written. Components are trimmed of the spaces that PS3.5 §6.2.1.1
 * calls insignificant; what follows a fifth component stays in the suffix, what follows a third group in the phonetic.
 */
export function parsePersonName(text: string): PersonName {
  const { alphabetic = '', ideographic = '', phonetic = '' } = splitPersonName(text);
  return {
    ...(hasComponent(alphabetic) && { alphabetic: parseComponents(alphabetic) }),
    ...(hasComponent(ideographic) && { ideographic: parseComponents(ideographic) }),
    ...(hasComponent(phonetic) && { phonetic: parseComponents(phonetic) }),
  };
}

/** Returns the text of a name without trailing null components and groups, PS3.5 §6.2.1.1. */
export function formatPersonName(name: PersonName): string {
  return joinPersonName({
    ...(name.alphabetic && { alphabetic: formatComponents(name.alphabetic) }),
    ...(name.ideographic && { ideographic: formatComponents(name.ideographic) }),
    ...(name.phonetic && { phonetic: formatComponents(name.phonetic) }),
  });
}

/** Returns the component groups of a name as text; empty groups are absent. */
export function splitPersonName(text: string): PersonNameGroups {
  const [alphabetic = '', ideographic = '', ...rest] = text.split('=');
  // More than three groups are no name; what is left of them at the end says nothing.
  const phonetic = rest.join('=').replace(/[= ]+$/, '');
  return {
    ...(alphabetic.trim() !== '' && { alphabetic: alphabetic.trimEnd() }),
    ...(ideographic.trim() !== '' && { ideographic: ideographic.trimEnd() }),
    ...(phonetic.trim() !== '' && { phonetic: phonetic.trimEnd() }),
  };
}

/** Returns the one text of component groups; the inverse of `splitPersonName`. */
export function joinPersonName(groups: PersonNameGroups): string {
  const texts = [groups.alphabetic ?? '', groups.ideographic ?? '', groups.phonetic ?? ''];
  return texts.join('=').replace(/=+$/, '');
}

function hasComponent(group: string): boolean {
  return /[^^ ]/.test(group);
}

function parseComponents(group: string): PersonNameComponents {
  const [family = '', given = '', middle = '', prefix = '', ...suffix] = group.split('^');
  return {
    family: family.trim(),
    given: given.trim(),
    middle: middle.trim(),
    prefix: prefix.trim(),
    suffix: suffix.join('^').trim(),
  };
}

function formatComponents({ family, given, middle, prefix, suffix }: PersonNameComponents): string {
  return [family, given, middle, prefix, suffix].join('^').replace(/\^+$/, '');
}
