/** Says on the study itself that other content is kept beside what is shown, and where it came from. */

import { Button, Popover, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { conflictsQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { describeCopy } from '../conflicts/describe-copy.ts';
import { useMay } from '../session/use-session.ts';
import { AnchorLink } from '../shell/links.tsx';

export function ConflictNotice({ studyId, count }: { readonly studyId: string; readonly count: number }) {
  const formats = useFormats();
  const t = useWords();
  const [opened, setOpened] = useState(false);
  const client = useClient();
  const mayRead = useMay('work');
  const conflicts = useQuery({ ...conflictsQuery(client, studyId), enabled: opened && mayRead }).data?.conflicts ?? [];
  if (count === 0) return null;
  return (
    <Popover opened={opened} onChange={setOpened} width={360} shadow="md" position="bottom-end">
      <Popover.Target>
        <Button
          variant="light"
          color="orange"
          size="compact-sm"
          leftSection={<IconAlertTriangle size={15} />}
          onClick={() => setOpened(!opened)}
        >
          {t('studies.conflicts', { count })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text fz="sm">{t('study.sameUid')}</Text>
          {conflicts.map((conflict) => (
            <Stack key={conflict.id} gap={2} fz="xs">
              <AnchorLink
                to={pagePaths.conflict}
                params={{ conflictId: conflict.id }}
                fz="xs"
                className="mono truncate"
              >
                {conflict.sopInstanceUid}
              </AnchorLink>
              <Text fz="xs" c="dimmed">
                {t('study.shown', { copy: describeCopy(t, formats, conflict.served) })}
              </Text>
              <Text fz="xs" c="dimmed">
                {t('study.kept', { copy: describeCopy(t, formats, conflict.kept) })}
              </Text>
            </Stack>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
