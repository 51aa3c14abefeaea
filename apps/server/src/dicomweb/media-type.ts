/**
 * Media types as HTTP writes them: type, parameters, and lists with qualities, RFC 9110 §8.3.1 and §12.5.1.
 *
 * Only the syntax. What each type means to DICOMweb is in `accept.ts`.
 */

export type MediaType = {
  /** `type/subtype` in lower case. */
  readonly type: string;
  /** Names in lower case; values as written, without their quotation marks. */
  readonly parameters: ReadonlyMap<string, string>;
};

export type AcceptedMediaType = MediaType & {
  /** From 0 (not acceptable) to 1. */
  readonly quality: number;
};

/** Far more than any client sends; what comes after is not looked at. */
const maxAcceptedTypes = 64;

/** Returns a media type, or undefined where the text is none. */
export function parseMediaType(text: string): MediaType | undefined {
  const [first = '', ...rest] = splitOutsideQuotes(text, ';');
  const type = first.trim().toLowerCase();
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/.test(type)) return undefined;
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const equals = part.indexOf('=');
    if (equals < 0) continue;
    const name = part.slice(0, equals).trim().toLowerCase();
    if (!parameters.has(name)) parameters.set(name, unquote(part.slice(equals + 1).trim()));
  }
  return { type, parameters };
}

/** Returns the acceptable media types of an Accept header, the most wanted first and otherwise as written. */
export function parseAccept(text: string): readonly AcceptedMediaType[] {
  const types = splitOutsideQuotes(text, ',')
    .slice(0, maxAcceptedTypes)
    .flatMap((part) => parseMediaType(part) ?? []);
  return types
    .map((type) => ({ ...type, quality: parseQuality(type.parameters.get('q')) }))
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality);
}

function parseQuality(text: string | undefined): number {
  if (text === undefined) return 1;
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 1;
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function unquote(text: string): string {
  if (!/^"(?:.|\n)*"$/.test(text)) return text;
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}
