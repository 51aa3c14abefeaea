/**
 * The languages of the interface: which there are, which one a person gets, and how it writes dates and numbers. What a
 * person chose is kept in the browser, and with their account, from where another browser has it; who has chosen nothing gets
 * the first language of the browser that there is.
 */

import type { Language } from '@isocenter/contract/language';

export const languages = {
  en: { name: 'English', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const satisfies Record<Language, { readonly name: string; readonly direction: 'ltr' | 'rtl' }>;

export type { Language };

/** The key of the local storage that holds the choice. */
export const languageKey = 'isocenter-language';

/**
 * Returns the language to begin with.
 *
 * @param chosen what was kept, if anything
 * @param preferred the languages of the browser, best first: `navigator.languages`
 */
export function chooseLanguage(chosen: string | null, preferred: readonly string[]): Language {
  if (chosen !== null && isLanguage(chosen)) return chosen;
  return preferred.map(baseOf).find(isLanguage) ?? 'en';
}

/**
 * Returns the locale that dates and numbers are written in: the reader's own country where it speaks the language. Arabic
 * is written with Western digits and the Gregorian calendar everywhere, so that figures read like those in the images.
 */
export function formattingLocale(language: Language, preferred: readonly string[]): string {
  const own = preferred.find((locale) => baseOf(locale) === language) ?? (language === 'en' ? 'en-GB' : language);
  return new Intl.Locale(own, { calendar: 'gregory', numberingSystem: 'latn' }).toString();
}

function baseOf(locale: string): string {
  return locale.toLowerCase().split('-')[0] ?? '';
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(languages, text);
}
