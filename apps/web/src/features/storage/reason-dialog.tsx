/** Asks why before something is done that others must be able to understand later: deletion, a hold, its release. */

import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { describeProblem } from '../../api/problem.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';

export type ReasonDialogProps = {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What the button says: the deed. */
  readonly action: string;
  readonly color?: string;
  /** What is asked for, where it is no reason. */
  readonly label?: string;
  readonly note?: string;
  readonly children: ReactNode;
  readonly onConfirm: (reason: string) => void;
  readonly isPending: boolean;
  readonly error: Error | null;
};

const shortest = 3;
const longest = 500;

export function ReasonDialog({ opened, onClose, title, children, ...form }: ReasonDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="md">
      <ReasonForm onClose={onClose} {...form}>
        {children}
      </ReasonForm>
    </Modal>
  );
}

type ReasonFormProps = Omit<ReasonDialogProps, 'opened' | 'title'>;

function ReasonForm({ onClose, action, color = 'iso', label, note, children, ...answer }: ReasonFormProps) {
  const { onConfirm, isPending, error } = answer;
  const t = useWords();
  const [reason, setReason] = useState('');
  const disabledReason = reason.trim().length < shortest ? t('storage.sayWhy') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (disabledReason === undefined) onConfirm(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {error !== null && <ProblemAlert {...describeProblem(t, error)} />}
        <Text fz="sm">{children}</Text>
        <Textarea
          label={label ?? t('storage.reason')}
          description={note ?? t('storage.reasonNote')}
          data-autofocus
          autosize
          minRows={2}
          maxLength={longest}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('shared.cancel')}
          </Button>
          <ReasonButton type="submit" color={color} loading={isPending} disabledReason={disabledReason}>
            {action}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
