/** The place to drop files on, and the two buttons for those who would rather choose. */

import { Button, Group, Text } from '@mantine/core';
import { IconFileImport, IconFolderOpen, IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ChangeEvent, type InputHTMLAttributes, useRef } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { collectChosen } from './collect-files.ts';
import classes from './import.module.css';
import { useImport } from './import-context.tsx';

export function DropZone({ compact = false }: { readonly compact?: boolean }) {
  const t = useWords();
  const { session } = useImport();
  const navigate = useNavigate();
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = collectChosen(event.currentTarget.files ?? []);
    event.currentTarget.value = ''; // The same files may be chosen again.
    if (chosen.length === 0) return;
    void session.add(chosen);
    void navigate({ to: pagePaths.import });
  };
  return (
    <section className={classes.dropZone} data-compact={compact || undefined} aria-label={t('imports.importFiles')}>
      <IconUpload size={compact ? 24 : 32} stroke={1.5} className={classes.dropIcon} aria-hidden />
      <div className={classes.dropText}>
        <Text fw={600}>{t('imports.dropHere')}</Text>
        <Text fz="sm" c="dimmed">
          {compact ? t('imports.orChoose') : t('imports.anyKind')}
        </Text>
      </div>
      <Group gap="xs" justify="center">
        <Button
          variant={compact ? 'default' : 'filled'}
          leftSection={<IconFileImport size={17} />}
          onClick={() => filesInput.current?.click()}
        >
          {t('imports.chooseFiles')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={17} />}
          onClick={() => folderInput.current?.click()}
        >
          {t('imports.chooseFolder')}
        </Button>
      </Group>
      <input ref={filesInput} type="file" multiple hidden aria-label={t('imports.files')} onChange={take} />
      <input
        ref={folderInput}
        type="file"
        multiple
        hidden
        aria-label={t('imports.folder')}
        onChange={take}
        {...folderAttributes}
      />
    </section>
  );
}

/** `webkitdirectory` is what every browser calls it; React's types do not know it. */
const folderAttributes = { webkitdirectory: '' } as InputHTMLAttributes<HTMLInputElement>;
