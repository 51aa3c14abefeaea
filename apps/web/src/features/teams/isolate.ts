/** A name in a sentence whose writing may go the other way: first strong isolate, as `<bdi>` does, Unicode UAX #9 §2.5. */
export function isolate(name: string): string {
  return `\u2068${name}\u2069`;
}
