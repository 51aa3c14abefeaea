/** Hands images in to a care team: files are chosen, sent one after the other, and what did not get through is said by reason. */

import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconFileImport, IconFolderOpen } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, type InputHTMLAttributes, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { collectChosen } from '../import/collect-files.ts';
import { type ImportReason, isNotTaken, progressOf } from '../import/import-item.ts';
import { ImportSession } from '../import/import-session.ts';
import { describeRefusal } from '../import/refusal.ts';
import { createTeamUpload } from './team-upload.ts';

type HandInProps = { readonly teamId: string; readonly disabledReason: string | undefined };

export function HandIn({ teamId, disabledReason }: HandInProps) {
  const t = useWords();
  const session = useHandIn(teamId);
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = collectChosen(event.currentTarget.files ?? []);
    event.currentTarget.value = ''; // The same files may be chosen again.
    if (chosen.length > 0) void session.add(chosen);
  };
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <ReasonButton
          variant="default"
          leftSection={<IconFileImport size={17} />}
          disabledReason={disabledReason}
          onClick={() => filesInput.current?.click()}
        >
          {t('uploads.chooseFiles')}
        </ReasonButton>
        <ReasonButton
          variant="default"
          leftSection={<IconFolderOpen size={17} />}
          disabledReason={disabledReason}
          onClick={() => folderInput.current?.click()}
        >
          {t('uploads.chooseFolder')}
        </ReasonButton>
      </Group>
      <input ref={filesInput} type="file" multiple hidden aria-label={t('uploads.files')} onChange={take} />
      <input
        ref={folderInput}
        type="file"
        multiple
        hidden
        aria-label={t('uploads.folder')}
        onChange={take}
        {...folderAttributes}
      />
      <Sending session={session} />
    </Stack>
  );
}

/** What is under way in this window; it ends with the page. */
function useHandIn(teamId: string): ImportSession {
  const client = useClient();
  const queryClient = useQueryClient();
  const [session] = useState(() => new ImportSession(createTeamUpload(client, teamId)));
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (session.snapshot().running) event.preventDefault();
    };
    const ask = () => void queryClient.invalidateQueries({ queryKey: [...keys.teams, 'uploads', teamId] });
    const unsubscribe = session.subscribe(ask);
    window.addEventListener('beforeunload', warn);
    return () => {
      unsubscribe();
      window.removeEventListener('beforeunload', warn);
      session.cancel();
    };
  }, [session, queryClient, teamId]);
  return session;
}

function Sending({ session }: { readonly session: ImportSession }) {
  const t = useWords();
  const { items, totals, running } = useSyncExternalStore(session.subscribe, session.snapshot);
  if (items.length === 0) return null;
  const { files, filesDone, byState } = totals;
  const failed = byState.failed + byState.cancelled;
  const kept = items.filter(({ state }) => isNotTaken(state));
  const byReason = Map.groupBy(kept, ({ reason }) => describeReason(t, reason));
  return (
    <Paper withBorder radius="lg" p="md" bg="var(--iso-surface)">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Text fw={600} role="status">
            {running
              ? t('uploads.sending', { done: filesDone, count: files })
              : t('uploads.sent', { count: byState.stored })}
          </Text>
          {running && (
            <Button variant="default" size="xs" onClick={() => session.cancel()}>
              {t('shared.cancel')}
            </Button>
          )}
          {!running && failed > 0 && (
            <Button size="xs" onClick={() => session.retry()}>
              {t('uploads.again')}
            </Button>
          )}
        </Group>
        <Progress value={progressOf(totals) * 100} size={8} aria-label={t('uploads.title')} />
        {running && (
          <Text fz="sm" c="dimmed">
            {t('uploads.stay')}
          </Text>
        )}
        {[...byReason].map(([reason, those]) => (
          <Text key={reason} fz="sm">
            {t('uploads.notSent', { count: those.length, reason })}
          </Text>
        ))}
      </Stack>
    </Paper>
  );
}

function describeReason(t: Words, reason: ImportReason | undefined): string {
  if (reason === undefined) return t('imports.cancelled');
  const key = `problems.${reason.code}` as 'problems.team-closed'; // `has` looks whether there is such a text.
  return t.has(key) ? t(key) : describeRefusal(t, reason).title;
}

/** `webkitdirectory` is what every browser calls it; React's types do not know it. */
const folderAttributes = { webkitdirectory: '' } as InputHTMLAttributes<HTMLInputElement>;
