/** The code that went to a telephone: typed, sent again, or sent to another number where the first was mistyped. */

import type { CodeSent, Joined } from '@isocenter/contract/joining';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';

type CodeFormProps = {
  readonly sent: CodeSent;
  readonly onSent: (sent: CodeSent) => void;
  readonly onJoined: (joined: Joined) => void;
};

export function CodeForm({ sent, onSent, onJoined }: CodeFormProps) {
  const t = useWords();
  const formats = useFormats();
  const client = useClient();
  const [code, setCode] = useState('');
  const [phone, setPhone] = useState('');
  const { joiningId } = sent;
  const verify = useMutation({
    mutationFn: () => client.verifyJoining({ body: { joiningId, code: code.trim() } }),
    onSuccess: onJoined,
  });
  const again = useMutation({
    mutationFn: () =>
      client.resendCode({ body: { joiningId, ...(phone.trim() === '' ? {} : { phone: phone.trim() }) } }),
    onSuccess: (next) => {
      verify.reset();
      setCode('');
      onSent(next);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim().length >= 6) verify.mutate();
  };
  const failed = verify.error ?? again.error;
  return (
    <form onSubmit={submit}>
      <Stack>
        {failed !== null && <ProblemAlert {...describeProblem(t, failed)} />}
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
          {t('teams.noCode')}
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
          disabledReason={sent.remainingCodes === 0 ? t('problems.codes-exhausted') : undefined}
          onClick={() => again.mutate()}
        >
          {t('teams.sendAgain')}
        </ReasonButton>
      </Stack>
    </form>
  );
}
