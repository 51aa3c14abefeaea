/** The field for the six digits of an authenticator application. */

import { TextInput } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';

export type CodeInputProps = {
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly autoFocus?: boolean;
};

export function CodeInput({ value, onChange, autoFocus = false }: CodeInputProps) {
  const t = useWords();
  return (
    <TextInput
      label={t('account.code')}
      description={t('account.codeHelp')}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      dir="ltr"
      autoFocus={autoFocus}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/[^\d ]/g, ''))}
    />
  );
}
