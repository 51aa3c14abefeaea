/** Files may be dropped on any page: the overlay says so while they hover, and the drop starts the import. */

import { Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { collectDropped } from './collect-files.ts';
import classes from './import.module.css';
import { useImport } from './import-context.tsx';

export function DropOverlay() {
  const t = useWords();
  const { session } = useImport();
  const navigate = useNavigate();
  const [hovering, setHovering] = useState(false);

  useEffect(() => {
    let depth = 0; // Entering a child leaves its parent: only the outermost leave ends the hover.
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setHovering(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setHovering(false);
    };
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent) => {
      if (event.dataTransfer === null || !carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setHovering(false);
      void session.add(collectDropped(event.dataTransfer));
      void navigate({ to: pagePaths.import });
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop } as const;
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name as 'drop', listener); // All DragEvents.
    return () => {
      for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name as 'drop', listener);
    };
  }, [session, navigate]);

  if (!hovering) return null;
  return (
    <div className={classes.overlay} aria-hidden="true">
      <div className={classes.overlayBox}>
        <IconUpload size={34} stroke={1.5} />
        <Text fw={600} fz="lg">
          {t('imports.dropToImport')}
        </Text>
        <Text fz="sm" c="dimmed">
          {t('imports.dropKinds')}
        </Text>
      </div>
    </div>
  );
}
