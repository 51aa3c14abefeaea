/**
 * Text of a field as a person reads it, HL7 v2.5.1 §2.7: escape sequences and what separates lines are read, and it is
 * remembered where each character stood, so that only what is replaced is written anew.
 */

import type { Hl7Delimiters } from './message.ts';

export type EscapedText = {
  readonly text: string;
  /** Of each character of the text where in the field what it was read from begins, and where it ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
};

/** Reads a field that holds text; repetitions are lines. */
export function readEscapedText(field: string, delimiters: Hl7Delimiters): EscapedText {
  const { escapeCharacter, repetition } = delimiters;
  let text = '';
  const [starts, ends]: [number[], number[]] = [[], []];
  const add = (characters: string, start: number, end: number): void => {
    for (let index = 0; index < characters.length; index += 1) {
      starts.push(start);
      ends.push(end);
    }
    text += characters;
  };
  for (let at = 0; at < field.length; ) {
    const end = escapeCharacter !== '' && field[at] === escapeCharacter ? field.indexOf(escapeCharacter, at + 1) : -1;
    if (end !== -1 && end - at <= longestEscape) {
      add(meaningOf(field.slice(at + 1, end), delimiters), at, end + 1);
      at = end + 1;
    } else {
      add(field[at] === repetition ? '\n' : (field[at] ?? ''), at, at + 1);
      at += 1;
    }
  }
  return { text, starts, ends };
}

/** Returns text so that it can stand in a field. */
export function escapeText(text: string, delimiters: Hl7Delimiters): string {
  const { field, component, repetition, escapeCharacter, subcomponent } = delimiters;
  const names = new Map([
    [field, 'F'],
    [component, 'S'],
    [repetition, 'R'],
    [escapeCharacter, 'E'],
    [subcomponent, 'T'],
  ]);
  return Array.from(text, (character) => {
    const name = character === '' ? undefined : names.get(character);
    if (name !== undefined) return escapeCharacter === '' ? ' ' : `${escapeCharacter}${name}${escapeCharacter}`;
    return /[\r\n]/.test(character) ? ' ' : character;
  }).join('');
}

/** Of the longest that is defined; a lone escape character begins none. */
const longestEscape = 64;

function meaningOf(
  sequence: string,
  { field, component, repetition, escapeCharacter, subcomponent }: Hl7Delimiters,
): string {
  const signs: Readonly<Record<string, string>> = {
    F: field,
    S: component,
    R: repetition,
    E: escapeCharacter,
    T: subcomponent,
    '.br': '\n',
    '.ce': '\n',
  };
  const sign = signs[sequence];
  if (sign !== undefined) return sign;
  if (/^\.sp\+?\d*$/.test(sequence)) return '\n';
  const hexadecimal = /^X((?:[0-9A-Fa-f]{2})+)$/.exec(sequence)?.[1];
  if (hexadecimal !== undefined)
    return Buffer.from(hexadecimal, 'hex')
      .toString('utf8')
      .replace(/\ufffd/g, '?');
  // Highlighting, indents and other character sets say nothing, and separate words as they stand.
  return /^[HN]$/.test(sequence) ? '' : ' ';
}
