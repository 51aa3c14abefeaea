/** The field for the six digits of an authenticator application. */

import { TextInput } from '@mantine/core';

export type CodeInputProps = {
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly autoFocus?: boolean;
};

export function CodeInput({ value, onChange, autoFocus = false }: CodeInputProps) {
  return (
    <TextInput
      label="Code of the authenticator app"
      description="Six digits, new every half minute"
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
