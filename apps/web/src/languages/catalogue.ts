/**
 * Every text of the interface comes from a catalogue, in English, Spanish and Arabic. A new text is added in one place, the
 * folder of its area: `languages/<area>/{en,es,ar}.ts` (a new area adds a line to `en.ts`, `es.ts` and `ar.ts` here).
 *
 * English says which texts there are; a text that Spanish or Arabic lacks is an error of types. Texts are ICU messages:
 * `{count, plural, one {# study} other {# studies}}` (Arabic has zero, one, two, few, many and other), `{state, select, …}`,
 * `<code>…</code>`. In a component: `const t = useWords(); t('queue.title'); t('queue.count', { count })`; markup by
 * `t.rich`. Functions that make words take `t: Words` as their first argument. Dates, numbers and sizes: `use-formats.ts`.
 * `catalogues.test.ts` checks arguments, plural forms and leftovers; `literal-texts.test.ts` finds texts that bypass this.
 */

import type { useTranslations } from 'use-intl';
import type { en } from './en.ts';
import type { Language } from './language.ts';

export type Messages = typeof en;

/** The same texts in another language: no more and no less of them. */
export type Translation<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends string ? string : Translation<Texts[Key]>;
};

/** Says a text in the language of the page. */
export type Words = ReturnType<typeof useTranslations<never>>;

/** The name of a text that takes no arguments, for tables of names: `'shell.studies'`. */
export type WordKey = { [Area in keyof Messages & string]: PlainKey<Area> }[keyof Messages & string];

type PlainKey<Area extends keyof Messages & string> = {
  [Key in keyof Messages[Area] & string]: Messages[Area][Key] extends `${string}{${string}` ? never : `${Area}.${Key}`;
}[keyof Messages[Area] & string];

const catalogues: Readonly<Record<Language, () => Promise<Translation<Messages>>>> = {
  en: async () => (await import('./en.ts')).en,
  es: async () => (await import('./es.ts')).es,
  ar: async () => (await import('./ar.ts')).ar,
};

/** Loads all texts of one language, as a file of its own. */
export function loadCatalogue(language: Language): Promise<Translation<Messages>> {
  return catalogues[language]();
}

declare module 'use-intl' {
  interface AppConfig {
    readonly Messages: Messages;
  }
}
