/**
 * What is an identifier by its form or by the label before it: numbers of patients, orders and devices, telephones,
 * e-mail and web addresses, UIDs, postal addresses, ages above 89. Order counts: a more telling pattern comes first.
 *
 * Dates are in `text-dates.ts`, names of persons and institutions in `person-names.ts` and `institutions.ts`.
 */

import type { IdentityKind } from '../identity-kind.ts';
import { expandCase } from './any-case.ts';

export type PatternMatch = { readonly start: number; readonly end: number; readonly kind: IdentityKind };

/** What stands in `value`, or the whole match where there is no such group, is of the kind. */
type Pattern = { readonly kind: IdentityKind; readonly expression: () => RegExp; readonly hint: RegExp };

const word = '(?<![\\p{L}\\p{N}_])';
const filler = '(?:\\s{0,3}(?:is|was|of|no|nr|number|num|#|:|=|-|\\.|\\()){0,3}\\s{0,4}';
const identifier =
  '(?<value>(?=[\\p{L}/._-]{0,8}\\d)(?:\\d{3} \\d{3} \\d{3,4}|[A-Z0-9]+(?:[-/._][A-Z0-9]+)*(?<=[A-Z0-9./_-]{3})))(?![\\p{L}\\p{N}])(?![.,]\\d)';
const states =
  'AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY';
const streets =
  '(?i:Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Way|Court|Ct|Place|Pl|Parkway|Pkwy|Highway|Hwy|Terrace|Ter|Circle|Cir|Square|Sq|Trail|Trl|Loop|Pike|Row|Close|Crescent|Cres|Gardens|Walk|Alley|Plaza|Broadway|Turnpike|Expressway)';
const place =
  "(?:\\p{Lu}[\\p{L}\\p{M}.'’-]*)(?:[ ](?:of |de |del |la |am |an der |sur )?\\p{Lu}[\\p{L}\\p{M}.'’-]*){0,3}";
const cityAndCode = `(?:${place},?\\s+(?:${states}),?\\s+\\d{5}(?:-\\d{4})?|${place},?\\s+(?:${states})(?![\\p{L}\\p{N}])|\\d{4,5}[ ]${place}|${place},?[ ]\\p{Lu}{1,2}\\d[\\p{Lu}\\d]?[ ]\\d\\p{Lu}{2}|${place},?[ ]\\d{5})`;
const unit =
  '(?:,?\\s*(?i:Apt|Apartment|Suite|Ste|Unit|Rm|Room|Floor|Fl|Bldg|Building|#)(?![\\p{L}])\\.?\\s?#?[\\p{L}\\d-]{1,5}(?![\\p{L}\\d]))?';
const noMeasure =
  '(?!\\d)(?![.,]\\d)(?!\\s?(?:mm|cm|ml|cc|mgy|msv|hu|%|mg|kg|hz|khz|mhz|ms|sec|seconds|mci|mbq|units?|cells|copies|images|slices|x10)\\b)';

const patterns: readonly Pattern[] = [
  pattern('email', "[\\p{L}\\p{N}._%+'-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+", /@/),
  pattern(
    'email',
    '[\\p{L}\\p{N}._-]+ (?:at|\\[at\\]|\\(at\\)) [\\p{L}\\p{N}-]+ ?(?:dot|\\[dot\\]|\\.) ?(?:com|org|edu|net|gov)\\b',
    /\bat\b|\[at|\(at/i,
  ),
  pattern('url', '(?:https?|ftp)://[^\\s<>"\']*[^\\s<>"\'.,;:)]', /:\/\//),
  pattern(
    'url',
    `${word}(?:www\\.[\\w-]+(?:\\.[\\w-]+)+|[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.(?:com|org|net|edu|gov|health|de|es|fr|uk|io)(?![\\p{L}\\p{N}]))(?:/[^\\s<>"']*[^\\s<>"'.,;:)])?`,
    /[a-z]\.[a-z]/i,
  ),
  pattern(
    'url',
    '(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\d.]\\d?)',
    /\d\.\d+\.\d/,
  ),
  pattern('other-id', '(?<![\\d.])[0-2](?:\\.(?:0|[1-9]\\d*)){5,}(?!\\d)', /\d\.\d+\.\d/),
  labelled(
    'patient-id',
    "mrn|mrn#|m\\.r\\.n\\.?|medical rec(?:ord)?|med rec|patient'?s? ?id(?:entifier|entification)?|pat(?:ient)? (?:no|nr|number|#)|pid|pt\\.? ?id|pt ?#|hospital (?:no|number|id)|unit (?:no|number)|chart|record|urn|nhs|cpr|hn|ur|hosp(?:ital)? ?#|historia(?: clinica)?|nhc|patienten-?(?:nr|id|nummer)|ipp|nip|num[eé]ro de dossier",
  ),
  labelled('accession-number', 'accession|acc|access|acsn|acc#|akz|exam id'),
  labelled('order-id', 'order|requisition|req|placer|filler|ord|auftrag(?:s-?nr)?|petici[oó]n'),
  labelled('device', 'serial|s/n|sn|udi|device id|scanner id|pacemaker serial|lot|model'),
  labelled(
    'other-id',
    'visit|encounter|enc|account|acct|case|episode|fin|csn|har|invoice|claim|policy|member|group|insurance|license|licence|lic|npi|dea|ssn|social security|passport|driver.?s license|certificate|plate|vin|subscriber|medicare|medicaid|job|document|doc|dictation|report|study id|specimen|confirmation|badge|employee(?: id)?|id|user(?: id)?|dni|nie',
  ),
  pattern('other-id', `${word}\\d{3}-\\d{2}-\\d{4}(?!\\d|-\\d)`, /\d-\d\d-\d/),
  pattern(
    'phone',
    '(?<![\\w.])(?:\\+?1[-. ]{0,2})?(?:\\(\\d{3}\\)|\\d{3})[-. /]{0,2}\\d{3}[-. ]\\d{4}(?!\\d)(?:,?\\s*(?:x|ext\\.?|extension|opt\\.?)\\s{0,2}\\d{1,6}(?!\\d))?',
    /\d{3}[-. ]\d{4}/,
  ),
  pattern(
    'phone',
    '(?<![\\w.])\\+\\d{1,3}(?:[ ./-]{0,2}\\(?\\d{1,5}\\)?){2,6}(?:\\s*(?:x|ext\\.?|extension)\\s*\\d{1,6})?(?!\\d)',
    /\+\d/,
  ),
  pattern(
    'phone',
    '(?<![\\w.,-])(?<!\\d/)(?!\\d\\d[/.-]\\d{1,2}[/.-](?:19|20)\\d\\d(?!\\d))0\\d{1,4}[)]?(?:[ /.-]\\d{2,8}){1,4}(?!\\d|[.,/-]\\d)(?! ?(?:mm|cm|x)\\b)',
    /\b0\d/,
  ),
  pattern(
    'phone',
    '(?<![\\w.-])\\d{3}[-.]\\d{4}(?!\\d|[-.]\\d)(?:,?\\s*(?:x|ext\\.?|extension)\\s*\\d{1,6})?',
    /\d{3}[-.]\d{4}/,
  ),
  pattern(
    'phone',
    `${word}(?:tel(?:ephone|\\.)?|phone|ph|fax|cell|mobile|pager|page|beeper|bleep|contact|callback|call back|call|tfno|tel[eé]fono|telefon|t[eé]l)${filler}(?:at |on |us at )?(?<value>[+(]?\\d[\\d ()./-]{1,18}\\d)(?!\\d)(?:\\s*(?:x|ext\\.?)\\s*\\d+)?`,
    /tel|ph|fax|cell|mob|pag|beep|bleep|contact|call|tfno|t[eé]l/i,
  ),
  pattern('phone', `${word}(?:x|ext\\.?|extension|ext\\. no\\.?)[ :#]{0,2}\\d{3,6}(?!\\d|[.,x×]\\d)`, /x[ :#]?\d|ext/i),
  pattern(
    'address',
    `${word}(?<!\\d[.,])\\d{1,6}[A-Z]?(?:-\\d{1,5})?,?[ \\t]+(?:\\p{Lu}{1,2}\\.?[ \\t]+|\\d{1,3}(?:st|nd|rd|th)[ \\t]+)?(?:\\p{Lu}[\\p{L}\\p{M}.'’-]*[ \\t]+|\\d{1,3}(?i:st|nd|rd|th)[ \\t]+|(?:of|the|de|la|del)[ \\t]+){0,4}${streets}\\b\\.?(?:\\s(?:N|S|E|W|NE|NW|SE|SW)\\b\\.?)?${unit}(?:[,\\s]{1,3}${cityAndCode})?`,
    /\d[A-Z]?,? +[\p{Lu}\d]/u,
    '',
  ),
  pattern(
    'address',
    `${word}(?i:P\\.? ?O\\.? Box|Postfach|Apartado) \\d+(?:[,\\s]{1,3}${cityAndCode})?`,
    /box|postfach|apartado/i,
    '',
  ),
  pattern(
    'address',
    `${word}\\p{Lu}[\\p{L}.-]*(?i:stra[sß]+e|str\\.|weg|platz|gasse|allee|damm|ufer|straat|laan|plein|gracht|kade|vej|gade|gatan|v[aä]gen)[ ]\\d{1,4}[ ]?[a-z]?(?:,?\\s+\\d{4,5}(?: [A-Z]{2})?[ ]${place})?(?![\\p{L}\\d])`,
    /(?:str|weg|platz|gasse|allee|damm|ufer|straat|laan|plein|gracht|kade|vej|gade|gatan|gen)/i,
    '',
  ),
  pattern(
    'address',
    `${word}(?i:Calle|C/|Avenida|Avda\\.?|Av\\.|Plaza|Paseo|Carrer|Via|Viale|Piazza|Corso|Rua|Travessa|Rue|Ulica|ul\\.)\\s?(?:(?i:de|del|la|las|los|el|di|della|da|do|dos|des|du)\\s+)*\\p{Lu}[\\p{L}\\p{M}'’.-]*(?:\\s+(?:de |del |la |las |di |da |dos |y )*\\p{Lu}[\\p{L}\\p{M}'’.-]*){0,3},?\\s+(?:n[º°o.]\\s?)?\\d{1,4}(?:,?\\s*\\d[º°ªa-zA-Z]{1,2})?(?:,?\\s+\\d{4,5}(?:-\\d{3})?[ ]${place})?`,
    /calle|c\/|aven|avda|av\.|plaza|paseo|carrer|via|piazza|corso|rua|travessa|rue|ul/i,
    '',
  ),
  pattern(
    'address',
    `${word}\\d{1,4}(?: ?bis| ?ter)?,?[ ](?i:rue|avenue|boulevard|place|chemin|all[ée]e|quai|impasse|cours)[ ](?:(?:de|du|des|la|le|les|l['’]|d['’])[ ]?)*\\p{Lu}[\\p{L}\\p{M}'’-]*(?:[ -](?:de |du |des )?\\p{Lu}?[\\p{L}\\p{M}'’-]+){0,3}?(?:,?\\s+\\d{5}[ ]${place})?(?![\\p{L}\\d])`,
    /rue|avenue|boulevard|place|chemin|all|quai|impasse|cours/i,
    '',
  ),
  pattern(
    'address',
    `${word}(?:\\p{Lu}[\\p{L}\\p{M}.'’-]*[ ]){0,2}\\p{Lu}[\\p{L}\\p{M}.'’-]*,?\\s+(?:${states}),?\\s+\\d{5}(?:-\\d{4})?(?!\\d)`,
    /\d{5}/,
    '',
  ),
  pattern(
    'address',
    `${word}(?:\\p{Lu}[\\p{Ll}'’-]+[ ]){0,2}\\p{Lu}[\\p{Ll}'’-]+, (?!MD|PA|MS|CT|OR|IN|ME|DC)(?:${states})(?![\\p{L}\\p{N}])`,
    /, [A-Z]{2}/,
    '',
  ),
  pattern(
    'address',
    `${word}(?:(?:\\p{Lu}\\p{Ll}+,? )?\\p{Lu}{1,2}\\d[\\p{Lu}\\d]? \\d\\p{Lu}{2}|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d)(?![\\p{L}\\p{N}])`,
    /\d[A-Z]{2}|[A-Z]\d[A-Z]/,
    '',
  ),
  pattern(
    'address',
    `${word}(?:zip(?: code)?|postal code|postcode|plz|c\\.?p\\.?)${filler}(?<value>\\d{4,5}(?:-\\d{4})?)(?!\\d)`,
    /zip|post|plz|cp/i,
  ),
  pattern(
    'age',
    `${word}(?<value>9\\d|1[0-4]\\d)[ -]?(?:-year-old|years? of age|year[s]?[- ]old|yrs?[- ]old|y/o|yo\\b|y\\.o\\.|yr\\b|yrs\\b|years?\\b|jahre|jährige|años|ans\\b|y\\b(?= ?[mf]\\b)|[mf]\\b(?=,| with| presenting)|ys?o?[mf]\\b)`,
    /9\d|1[0-4]\d/,
  ),
  pattern(
    'age',
    `${word}(?:aged?|alter|edad|[âa]ge)${filler}(?<value>9\\d|1[0-4]\\d|0(?:9\\d|1[0-4]\\d)Y)(?!\\d|[.,]\\d| ?mm| ?cm)`,
    /9\d|1[0-4]\d/,
  ),
  pattern(
    'age',
    `${word}(?<value>ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a |one )?hundred(?:[- ](?:and )?(?:one|two|three|four|five|six|seven|eight))?)[- ](?:year|yr)`,
    /ninety|hundred/i,
  ),
  pattern(
    'device',
    `${word}(?:AE[- ]?T(?:itle)?|station(?: name)?|workstation|host(?:name)?)${filler}(?<value>[A-Z][A-Z0-9]*[_-]?[A-Z0-9_-]*\\d[A-Z0-9_-]*)`,
    /ae|station|host/i,
  ),
  pattern(
    'other-id',
    `(?<!(?:cpt|icd|hcpcs|loinc|snomed|code|codes|rxnorm|icd-10|icd-9)[ :#-]{0,3})(?<![\\p{L}\\p{N}.,_-])(?:[A-Z]{1,5}[-_#]?)?\\d{5,}(?:-\\d+)*[A-Z]{0,2}(?![\\p{L}])${noMeasure}`,
    /\d{5}/,
  ),
  pattern(
    'other-id',
    `(?<![\\p{L}\\p{N}.,_-])(?![CTLS]\\d{1,2}-[CTLS]?\\d{1,2}(?![\\p{L}\\d]))(?=[A-Z0-9-]*[A-Z])(?=(?:[A-Z-]*\\d){4})[A-Z0-9]+(?:-[A-Z0-9]+)*(?<=.{7})(?![\\p{L}\\p{N}])`,
    /\d/,
  ),
  pattern('other-id', `(?<![\\p{L}\\p{N}.,_/-])\\d{2,}(?:-\\d{2,}){2,}(?![\\p{L}\\p{N}/.-])`, /\d-\d+-\d/),
  pattern(
    'other-id',
    `(?<![\\p{L}\\p{N}.,_/-])(?=[A-Z]{0,5}[-_]?\\d)[A-Z]{1,5}[-_]?(?:\\d{2,4}[-_]){1,2}\\d{3,}(?![\\p{L}\\p{N}])`,
    /\d[-_]\d/,
  ),
];

/** Returns what the patterns find in a text, in the order of the patterns; later ones do not overlap earlier ones. */
export function findPatterns(text: string): readonly PatternMatch[] {
  const found: PatternMatch[] = [];
  for (const { kind, expression, hint } of patterns) {
    if (!hint.test(text)) continue;
    for (const match of text.matchAll(expression())) {
      const place = match.indices?.groups?.value ?? match.indices?.[0];
      if (place === undefined || place[0] === place[1]) continue;
      const [start, end] = place;
      if (!found.some((other) => other.start < end && start < other.end)) found.push({ start, end, kind });
    }
  }
  return found;
}

function pattern(kind: IdentityKind, source: string, hint: RegExp, flags = 'i'): Pattern {
  return { kind, expression: once(() => new RegExp(expandCase(source), `gud${flags}`)), hint };
}

function labelled(kind: IdentityKind, labels: string): Pattern {
  const source = `${word}(?:${labels})${filler}(?:id|no|nr|number|num|#|[:.])?${filler}${identifier}`;
  return { kind, expression: once(() => new RegExp(source, 'giud')), hint: new RegExp(labels, 'i') };
}

/** Expressions of Unicode take milliseconds to make, and are made when the first text needs them. */
function once(make: () => RegExp): () => RegExp {
  let made: RegExp | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
