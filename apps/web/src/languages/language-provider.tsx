/** Gives the pages their texts, the document its language and direction, and lets the language be changed on the spot. */

import { DirectionContext } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useLayoutEffect, useMemo, useState } from 'react';
import { IntlProvider, useTranslations } from 'use-intl';
import { loadCatalogue, type Messages, type Translation, type Words } from './catalogue.ts';
import { formattingLocale, type Language, languageKey, languages } from './language.ts';

/** A language with its texts at hand. */
export type LoadedLanguage = { readonly language: Language; readonly messages: Translation<Messages> };

type LanguageChoice = {
  readonly language: Language;
  /** Changes the language of this browser; resolves when its texts are on the page. */
  readonly choose: (language: Language) => Promise<void>;
};

const LanguageContext = createContext<LanguageChoice | undefined>(undefined);

export function LanguageProvider({
  initial,
  children,
}: {
  readonly initial: LoadedLanguage;
  readonly children: ReactNode;
}) {
  const [{ language, messages }, setLoaded] = useState(initial);
  const { direction } = languages[language];
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = direction;
  }, [language, direction]);
  const choose = useCallback(async (chosen: Language) => {
    const loaded = { language: chosen, messages: await loadCatalogue(chosen) };
    localStorage.setItem(languageKey, chosen);
    setLoaded(loaded);
  }, []);
  const choice = useMemo(() => ({ language, choose }), [language, choose]);
  const mantine = useMemo(
    () => ({ dir: direction, setDirection: () => undefined, toggleDirection: () => undefined }),
    [direction],
  );
  return (
    <LanguageContext value={choice}>
      <DirectionContext value={mantine}>
        <IntlProvider
          locale={formattingLocale(language, navigator.languages)}
          // The keys are those of English; a test holds the arguments against them.
          messages={messages as Messages}
          timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
        >
          {children}
        </IntlProvider>
      </DirectionContext>
    </LanguageContext>
  );
}

/** Says the texts of the catalogues: `t('queue.title')`. */
export function useWords(): Words {
  return useTranslations();
}

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (choice === undefined) throw new Error('useLanguage needs a LanguageProvider above it.');
  return choice;
}
