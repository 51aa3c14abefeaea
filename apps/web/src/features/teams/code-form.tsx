/** The code that went to a telephone: typed, sent again, or sent to another number where the first was mistyped. */

import { ProblemError } from '@isocenter/contract/client';
import type { CodeSent, Joined } from '@isocenter/contract/joining';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { describeWrongTurn } from './wrong-turn.ts';

type CodeFormProps = {
  readonly sent: CodeSent;
  readonly onSent: (sent: CodeSent) => void;
  readonly onJoined: (joined: Joined) => void;
  /** No code leads on any more. */
  readonly onEnded: () => void;
};

export function CodeForm({ sent, onSent, onJoined, onEnded }: CodeFormProps) {
  const t = useWords();
  const formats = useFormats();
  const client = useClient();
  const [code, setCode] = useState('');
  const [phone, setPhone] = useState('');
  const { joiningId, remainingCodes } = sent;
  const verify = useMutation({
    mutationFn: () => client.verifyJoining({ body: { joiningId, code: code.trim() } }),
    onSuccess: onJoined,
    onError: (error) => {
      if (remainingCodes === 0 && isSpent(error)) onEnded();
    },
  });
  const again = useMutation({
    mutationFn: () =>
      client.resendCode({ body: { joiningId, ...(phone.trim() === '' ? {} : { phone: phone.trim() }) } }),
    onSuccess: (next) => {
      setCode('');
      setPhone('');
      onSent(next);
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.code === 'code-invalid') onEnded();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim().length < 6) return;
    again.reset();
    verify.mutate();
  };
  const sendAgain = () => {
    verify.reset();
    again.mutate();
  };
  const failed = verify.error ?? again.error;
  return (
    <form onSubmit={submit}>
      <Stack>
        {failed !== null && <ProblemAlert {...describeWrongTurn(t, failed)} />}
        <TextInput
          label={t('teams.code')}
          description={t('teams.codeUntil', { until: formats.moment(sent.expiresAt) })}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          maxLength={20}
          size="md"
          dir="ltr"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={verify.isPending} fullWidth>
          {t('teams.finish')}
        </Button>
        <Text fz="sm" c="dimmed">
          {remainingCodes === 0 ? t('problems.codes-exhausted') : t('teams.noCode')}
        </Text>
        <TextInput
          label={t('teams.otherPhone')}
          type="tel"
          dir="ltr"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <ReasonButton
          variant="default"
          loading={again.isPending}
          disabledReason={remainingCodes === 0 ? t('problems.codes-exhausted') : undefined}
          onClick={sendAgain}
        >
          {t('teams.sendAgain')}
        </ReasonButton>
      </Stack>
    </form>
  );
}

/** Whether the code that was tried is of no use any more. */
function isSpent(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  return error.code === 'code-invalid' || error.problem.remainingTries === 0;
}
