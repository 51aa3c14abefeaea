/** Rules of the site in YAML, with what is wrong with them by line and column. */

import { ProblemError } from '@isocenter/contract/client';
import { Text, Textarea } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';
import classes from './deid.module.css';

type RulesFieldProps = { readonly value: string; readonly onChange: (rules: string) => void };

const longest = 65_536;

export function RulesField({ value, onChange }: RulesFieldProps) {
  const t = useWords();
  return (
    <Textarea
      label={t('deid.rules')}
      description={t('deid.rulesNote')}
      classNames={{ input: classes.rulesInput ?? '' }}
      autosize
      minRows={4}
      maxRows={20}
      maxLength={longest}
      spellCheck={false}
      dir="ltr"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** What the node says of rules that it does not take; nothing of any other problem. */
export function RuleProblems({ error }: { readonly error: unknown }) {
  if (!(error instanceof ProblemError) || error.problem.code !== 'deid-rules-invalid') return null;
  return (
    <ul className={classes.problems}>
      {(error.problem.errors ?? []).map(({ message }) => (
        <Text key={message} component="li" fz="sm" dir="ltr" className="mono">
          {message}
        </Text>
      ))}
    </ul>
  );
}
