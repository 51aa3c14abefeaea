/** Names of hospitals, practices and other institutions: a word for such a place and the names that belong to it. */

import { expandCase } from './any-case.ts';
import { neverNames } from './clinical-words.ts';
import type { PatternMatch } from './patterns.ts';
import type { Token } from './tokens.ts';

/** Words that end such a name in English. */
const endings = new Set(
  `hospital hospitals clinic clinics center centre infirmary sanatorium hospice associates institute university college radiologists healthcare health system systems imaging medical foundation group trust polyclinic specialists partners practice surgery laboratory laboratories network school academy llc inc pc pllc`.split(
    ' ',
  ),
);
/** Those that alone make one of a capital name before them. */
const certain = new Set(
  `hospital hospitals clinic clinics infirmary sanatorium hospice university institute polyclinic associates healthcare radiologists pllc foundation college`.split(
    ' ',
  ),
);
const pairs = new Set(
  `medical center|medical centre|health center|health centre|cancer center|cancer centre|health system|health systems|health network|imaging center|imaging centre|medical group|radiology group|imaging group|imaging partners|radiology partners|imaging specialists|radiology associates|imaging associates|diagnostic center|surgery center|health care|nhs trust|foundation trust|nursing home|medical school|trauma center|heart center|spine center|women's center|outpatient center|care center|urgent care`.split(
    '|',
  ),
);
/** What stands before such a word without making a name of it. */
const generic = new Set(
  `the a an this our your their outside other another local referring same that which any each my general community regional university teaching tertiary emergency outpatient inpatient acute acutecare primary area district national public private academic medical health imaging radiology diagnostic cancer heart spine surgery surgical women's children's orthopedic pediatric specialty pain wound vascular breast and of for seen performed transferred admitted referred discharged sent study films images exam hospital clinic center centre institute system network group associates hand foot foundation stroke trauma rehabilitation fracture memory sleep travel urgent care nursing home oncology cardiology neurology urology dermatology eye dental pre follow up visit date re patient name fax phone tel attending site location facility institution department dept division service services`.split(
    ' ',
  ),
);
const joining = new Set(['of', 'the', 'and', 'de', 'del', 'for', 'st', 'la', 'di', 'von', 'du']);

const leading = new RegExp(
  expandCase(
    String.raw`(?<![\p{L}])(?i:Hospital|Klinikum|Krankenhaus|Universit[äa]tsklinikum|Klinik|H[ôo]pital|Cl[íi]nica|Ospedale|Policlinico|Centro M[ée]dico|Sanatorio|CHU|Centre [Hh]ospitalier|Ziekenhuis|Univers(?:ity|idad|it[éà])|Institut[eo]?|Szpital)(?:\s+(?:of|OF|DE|de|del|de la|di|do|da|des|du|am|im|zum|für|General|Universitario|Nacional|Central|Clínico|Civil|Saint|San|Santa|St\.?)(?=[\s-]))*[\s-]+\p{Lu}[\p{L}'’-]+(?:[ \t]+(?:de |del |la |di |do |da |the |of )*\p{Lu}[\p{L}'’-]+){0,3}`,
  ),
  'gu',
);

/** Returns the institutions of a text in which words are not folded away: a capital letter is needed. */
export function findInstitutions(text: string, tokens: readonly Token[]): readonly PatternMatch[] {
  const found: PatternMatch[] = [];
  tokens.forEach((_, index) => {
    const last = endOfName(tokens, index);
    if (last === undefined) return;
    const first = startOfName(tokens, index);
    const start = tokens[first];
    const end = tokens[last];
    if (start === undefined || end === undefined || first >= index) return;
    found.push({ start: start.start, end: end.end, kind: 'institution' });
  });
  for (const match of text.matchAll(leading)) {
    const words = match[0].split(/[\s-]+/).slice(1);
    if (words.some((word) => /^\p{Lu}/u.test(word) && !generic.has(word.toLowerCase())))
      found.push({ start: match.index, end: match.index + match[0].length, kind: 'institution' });
  }
  return found;
}

/** True for a word that makes an institution of the name before it, written as such. */
export function isInstitutionWord(token: Token | undefined): boolean {
  return token !== undefined && token.gap === ' ' && certain.has(token.folded) && isCapital(token);
}

/** Index of the last word of an institution that this token begins to name as such. */
function endOfName(tokens: readonly Token[], index: number): number | undefined {
  const token = tokens[index];
  if (token === undefined || !endings.has(token.folded) || !isCapital(token)) return undefined;
  const next = tokens[index + 1];
  const isPair =
    next !== undefined && isSpace(next.gap) && isCapital(next) && pairs.has(`${token.folded} ${next.folded}`);
  if (!certain.has(token.folded) && !isPair) return undefined;
  let last = isPair ? index + 1 : index;
  for (let at = last + 1; ; at += 1) {
    const more = tokens[at];
    if (more === undefined || !isSpace(more.gap) || !endings.has(more.folded) || !isCapital(more)) return last;
    last = at;
  }
}

function startOfName(tokens: readonly Token[], index: number): number {
  let first = index;
  let named = index;
  for (let at = index - 1; at >= 0 && index - at <= 7; at -= 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (token === undefined || next === undefined || !isJoined(next.gap, token)) break;
    if (
      token.shape === 'digits' ||
      (neverNames.has(token.folded) &&
        !isNamesake(token, next) &&
        !generic.has(token.folded) &&
        !joining.has(token.folded))
    )
      break;
    const isJoining = joining.has(token.folded);
    if (!isJoining && !isCapital(token)) break;
    first = at;
    if (
      !isJoining &&
      (!generic.has(token.folded) || isNamesake(token, next)) &&
      (!token.startsSentence || !sentenceOpeners.has(token.folded))
    )
      named = at;
  }
  return Math.max(first, includeGenericBefore(tokens, named, first));
}

/** A "Hand Center" is one for hands; "Hand Medical Center" and "Foot General Hospital" are called after somebody. */
function isNamesake(token: Token, next: Token): boolean {
  return (
    /^(?:hand|foot|head|page|day|week)$/.test(token.folded) &&
    /^(?:medical|general|regional|memorial|imaging|radiology|community)$/.test(next.folded)
  );
}

/** "Lincoln" stays the first word of its name; "Transferred from" is none of it. */
function includeGenericBefore(tokens: readonly Token[], named: number, first: number): number {
  const before = tokens[named - 1];
  const isSaint =
    before !== undefined && named - 1 >= first && /^(?:st|saint|mount|mt|fort|san|santa|new)$/.test(before.folded);
  return isSaint ? named - 1 : named;
}

const sentenceOpeners = new Set(
  `compared comparison seen done performed images imaging please call contact transferred he she patient prior outside no results`.split(
    ' ',
  ),
);

function isCapital(token: Token): boolean {
  return token.shape === 'capital' || token.shape === 'caps' || token.shape === 'mixed' || token.shape === 'letter';
}

function isSpace(gap: string): boolean {
  return gap === ' ';
}

function isJoined(gap: string, before: Token): boolean {
  return (
    gap === ' ' ||
    gap === '-' ||
    gap === ' & ' ||
    (gap === '. ' && (before.folded === 'st' || before.shape === 'letter'))
  );
}
