/** Where a clinician opens a patient in an emergency: what it means stands first, then the form, then what came of it. */

import type { BrokenGlass } from '@isocenter/contract/break-glass';
import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconSearchOff } from '@tabler/icons-react';
import { useState } from 'react';
import { type Asked, EmergencyForm } from '../features/emergency/emergency-form.tsx';
import { ButtonLink } from '../features/shell/links.tsx';
import { useWords } from '../languages/language-provider.tsx';
import { useFormats } from '../languages/use-formats.ts';
import { PageFrame } from '../ui/page-frame.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { pagePaths } from './page-paths.ts';

export function EmergencyPage() {
  const t = useWords();
  usePageTitle(t('emergencies.open'));
  const [asked, setAsked] = useState<Asked>();
  const isOpen = asked !== undefined && asked.opened.studyIds.length > 0;
  return (
    <PageFrame title={t('emergencies.open')} description={t('emergencies.openHelp')}>
      <Stack maw={560}>
        {isOpen ? (
          <Opened {...asked} onAnother={() => setAsked(undefined)} />
        ) : (
          <>
            <Warning />
            {asked !== undefined && <NothingFound />}
            <Paper withBorder radius="lg" p="lg" bg="var(--iso-surface)">
              <EmergencyForm onAnswer={setAsked} />
            </Paper>
          </>
        )}
      </Stack>
    </PageFrame>
  );
}

/** Text of the page's colour: what is tinted would be too weak to read. */
const readable = { title: { color: 'var(--mantine-color-text)' } } as const;

function Warning() {
  const t = useWords();
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconAlertTriangle size={20} />}
      title={t('emergencies.warning')}
      styles={readable}
    >
      <Text fz="sm">{t('emergencies.warningDetail')}</Text>
    </Alert>
  );
}

function NothingFound() {
  const t = useWords();
  return (
    <Alert
      role="alert"
      color="gray"
      variant="light"
      icon={<IconSearchOff size={20} />}
      title={t('emergencies.nothing')}
      styles={readable}
    >
      <Text fz="sm">{t('emergencies.nothingDetail')}</Text>
    </Alert>
  );
}

type OpenedProps = { readonly opened: BrokenGlass; readonly number: string; readonly onAnother: () => void };

function Opened({ opened: { studyIds, expiresAt }, number, onAnother }: OpenedProps) {
  const t = useWords();
  const formats = useFormats();
  const [only] = studyIds;
  return (
    <Stack>
      <Alert
        role="status"
        color="teal"
        variant="light"
        icon={<IconCheck size={20} />}
        title={t('emergencies.opened', { count: studyIds.length })}
        styles={readable}
      >
        <Text fz="sm">
          {expiresAt !== undefined && t('emergencies.openedUntil', { moment: formats.moment(expiresAt) })}
        </Text>
      </Alert>
      <Group>
        {studyIds.length === 1 && only !== undefined ? (
          <ButtonLink to={pagePaths.study} params={{ studyId: only }} size="md">
            {t('emergencies.toStudy')}
          </ButtonLink>
        ) : (
          <ButtonLink to={pagePaths.studies} search={{ q: number }} size="md">
            {t('emergencies.toStudies')}
          </ButtonLink>
        )}
        <Button variant="default" size="md" onClick={onAnother}>
          {t('emergencies.another')}
        </Button>
      </Group>
    </Stack>
  );
}
