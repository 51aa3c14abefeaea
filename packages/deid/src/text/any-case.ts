/**
 * Parts of regular expressions that hold in either case, written `(?i:…)` as in ECMAScript 2025, and expanded here.
 *
 * Deviation: V8 13.6 (Node 24) ignores these modifiers where it compiles an expression without optimising it, which it
 * does in processes that hold much code of expressions: names of institutions were missed there and nowhere else.
 */

const opening = '(?i:';

/** Returns the source with `(?i:…)` spelled out: `(?i:St\.)` becomes `(?:[sS][tT]\.)`. Escapes in it are of punctuation. */
export function expandCase(source: string): string {
  let expanded = '';
  /** Open groups, innermost last: whether letters in them hold in either case. */
  const groups: boolean[] = [];
  let isClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at] ?? '';
    const isAnyCase = groups.at(-1) ?? false;
    if (character === '\\') {
      expanded += source.slice(at, at + 2);
      at += 1;
    } else if (!isClass && source.startsWith(opening, at)) {
      groups.push(true);
      expanded += '(?:';
      at += opening.length - 1;
    } else {
      if (!isClass && character === '(') groups.push(isAnyCase);
      if (!isClass && character === ')') groups.pop();
      if (character === '[') isClass = true;
      if (character === ']') isClass = false;
      expanded += isAnyCase ? bothCases(character, isClass) : character;
    }
  }
  return expanded;
}

/** `ß` and the like have no capital of one character. */
function bothCases(character: string, isClass: boolean): string {
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  if (lower === upper || upper.length > 1) return character;
  return isClass ? lower + upper : `[${lower}${upper}]`;
}
