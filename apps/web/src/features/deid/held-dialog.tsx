/**
 * One object that is held back: why, what was found and what stands around it, masked; and the decision of whoever has
 * looked at it, with a reason.
 */

import type { DeidHeld } from '@isocenter/contract/deid-projects';
import { Group, Modal, Skeleton, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { heldObjectQuery, keys } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { describeHeld } from './deid-words.ts';
import { FindingsInContext } from './findings.tsx';

type HeldDialogProps = { readonly held: DeidHeld | undefined; readonly onClose: () => void };

export function HeldDialog({ held, onClose }: HeldDialogProps) {
  const t = useWords();
  return (
    <Modal opened={held !== undefined} onClose={onClose} title={t('deid.decideTitle')} size="lg">
      {held !== undefined && <Deciding key={held.id} held={held} onClose={onClose} />}
    </Modal>
  );
}

const shortest = 3;
const longest = 500;

type Decision = 'released' | 'kept';

function Deciding({ held, onClose }: { readonly held: DeidHeld; readonly onClose: () => void }) {
  const t = useWords();
  const client = useClient();
  const [reason, setReason] = useState('');
  const decide = useChange({
    perform: (decision: Decision) =>
      client.decideHeldObject({ params: { id: held.id }, body: { decision, reason: reason.trim() } }),
    touches: [keys.deidHeld, keys.deliveries],
    done: t('deid.decided'),
    quiet: true,
  });
  const missing = reason.trim().length < shortest ? t('storage.sayWhy') : undefined;
  const close = { onSuccess: onClose };
  return (
    <Stack gap="md">
      {decide.isError && <ProblemAlert {...describeProblem(t, decide.error)} />}
      <Text fz="sm">{describeHeld(t, held.reason)}</Text>
      {held.reason === 'leak-found' && <Found id={held.id} />}
      <Textarea
        label={t('storage.reason')}
        description={t('storage.reasonNote')}
        autosize
        minRows={2}
        maxLength={longest}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Text fz="sm" c="dimmed">
        {held.reason === 'leak-found' ? t('deid.letFoundPassDetail') : t('deid.letPassDetail')}
      </Text>
      <Group justify="flex-end" gap="xs">
        <ReasonButton
          variant="default"
          loading={decide.isPending && decide.variables === 'kept'}
          disabledReason={held.decision === 'kept' ? t('deid.kept') : missing}
          onClick={() => decide.mutate('kept', close)}
        >
          {t('deid.keepAction')}
        </ReasonButton>
        <ReasonButton
          loading={decide.isPending && decide.variables === 'released'}
          disabledReason={reasonAgainst(t, held) ?? missing}
          onClick={() => decide.mutate('released', close)}
        >
          {t('deid.letPassAction')}
        </ReasonButton>
      </Group>
    </Stack>
  );
}

function reasonAgainst(t: Words, { releasable, decision }: DeidHeld): string | undefined {
  if (decision === 'released') return t('deid.released');
  return releasable ? undefined : t('deid.notReleasable');
}

function Found({ id }: { readonly id: string }) {
  const t = useWords();
  const detail = useQuery(heldObjectQuery(useClient(), id));
  if (detail.isError)
    return <ProblemAlert {...describeProblem(t, detail.error)} onRetry={() => void detail.refetch()} />;
  if (detail.data === undefined) return <Skeleton height={96} radius="md" />;
  if (detail.data.findings.length === 0) return <Text fz="sm">{t('deid.foundNoMore')}</Text>;
  return <FindingsInContext findings={detail.data.findings} />;
}
