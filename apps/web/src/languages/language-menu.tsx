/** Chooses the language. Each stands in its own words, so that it is found from a page that cannot be read. */

import { Menu } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { IconMenu } from '../ui/icon-menu.tsx';
import { type Language, languages } from './language.ts';
import { useLanguage, useWords } from './language-provider.tsx';

// `Object.keys` gives the keys of the literal above it, which the compiler knows as strings only.
const choices = Object.keys(languages) as readonly Language[];

/** @param props.onChoose default: changes the language of this browser */
export function LanguageMenu({ onChoose }: { readonly onChoose?: (language: Language) => Promise<void> }) {
  const t = useWords();
  const { language, choose } = useLanguage();
  const change = (value: string) => {
    const chosen = choices.find((choice) => choice === value);
    if (chosen !== undefined) void (onChoose ?? choose)(chosen);
  };
  return (
    <IconMenu
      position="bottom-end"
      width={180}
      label={t('shell.language')}
      icon={<IconLanguage size={20} stroke={1.6} />}
      size={36}
    >
      <Menu.Dropdown>
        <Menu.RadioGroup value={language} onChange={change}>
          {choices.map((choice) => (
            <Menu.RadioItem key={choice} value={choice} lang={choice} closeMenuOnClick>
              {languages[choice].name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </IconMenu>
  );
}
