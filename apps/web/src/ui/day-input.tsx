/**
 * A field for a day. Browsers write days in their own language and order, whatever that of the page is; the day that was
 * chosen stands below in the language of the page, with its month as a word.
 */

import { TextInput, type TextInputProps } from '@mantine/core';
import { useFormats } from '../languages/use-formats.ts';

export type DayInputProps = Omit<TextInputProps, 'type' | 'value' | 'onChange' | 'description'> & {
  /** `YYYY-MM-DD`; empty for none. */
  readonly value: string;
  readonly onChange: (day: string) => void;
};

export function DayInput({ value, onChange, ...rest }: DayInputProps) {
  const formats = useFormats();
  return (
    <TextInput
      {...rest}
      type="date"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      description={value === '' ? undefined : <bdi>{formats.day(`${value}T12:00:00`)}</bdi>}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    />
  );
}
