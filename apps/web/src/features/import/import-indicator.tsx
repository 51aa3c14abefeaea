/** A small ring in the header while files are coming in, on every page; leads to the list of them. */

import { RingProgress, Text, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import classes from './import.module.css';
import { useImport } from './import-context.tsx';
import { progressOf } from './import-item.ts';

export function ImportIndicator() {
  const t = useWords();
  const { snapshot } = useImport();
  if (!snapshot.running) return null;
  const { files, filesDone } = snapshot.totals;
  return (
    <Tooltip label={t('imports.indicator', { done: filesDone, count: files })}>
      <Link to={pagePaths.import} className={classes.indicator}>
        <RingProgress
          size={24}
          thickness={3}
          roundCaps
          sections={[{ value: progressOf(snapshot.totals) * 100, color: 'var(--iso-accent)' }]}
        />
        <Text component="span" fz="xs" fw={600} className="tabular" visibleFrom="xs">
          {filesDone} / {files}
        </Text>
      </Link>
    </Tooltip>
  );
}
