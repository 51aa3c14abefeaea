/** A command line to paste, with a button that copies it. */

import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useWords } from '../languages/language-provider.tsx';
import classes from './copy-line.module.css';

export function CopyLine({ text, label }: { readonly text: string; readonly label: string }) {
  const t = useWords();
  return (
    <div className={classes.line} dir="ltr">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a line that scrolls must be reachable to be scrolled by keyboard */}
      <code className={classes.text} tabIndex={0}>
        {text}
      </code>
      <CopyButton value={text} timeout={1600}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('shared.copied') : label}>
            <ActionIcon variant="subtle" color={copied ? 'teal' : 'gray'} size="lg" aria-label={label} onClick={copy}>
              {copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
