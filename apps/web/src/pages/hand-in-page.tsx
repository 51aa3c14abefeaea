/** The public page on which somebody outside asks a care team to take an image. Nothing is uploaded here. */

import { Alert, Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient } from '../api/client-context.tsx';
import { fieldError } from '../api/problem.ts';
import { describeWrongTurn } from '../features/teams/wrong-turn.ts';
import { useLanguage, useWords } from '../languages/language-provider.tsx';
import { Entrance } from '../ui/entrance.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

const blank = { code: '', name: '', email: '', note: '' };

export function HandInPage() {
  const t = useWords();
  usePageTitle(t('teams.handIn'));
  const client = useClient();
  const { language } = useLanguage();
  const [typed, setTyped] = useState(blank);
  const ask = useMutation({
    mutationFn: () =>
      client.askToHandIn({
        body: {
          code: typed.code.trim(),
          name: typed.name.trim(),
          email: typed.email.trim(),
          note: typed.note.trim(),
          language,
        },
      }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  if (ask.isSuccess) {
    return (
      <Entrance title={t('teams.asked')}>
        <Alert color="teal" variant="light" icon={<IconCheck size={18} />} role="status">
          <Text fz="sm">{t('teams.askedHelp')}</Text>
        </Alert>
      </Entrance>
    );
  }
  const field = (name: keyof typeof blank) => ({
    name,
    size: 'md' as const,
    value: typed[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
    error: fieldError(t, ask.error, `/${name}`),
  });
  const required = { required: true, withAsterisk: false } as const;
  return (
    <Entrance title={t('teams.handIn')} description={t('teams.handInHelp')}>
      <form onSubmit={submit}>
        <Stack>
          {ask.isError && <ProblemAlert {...describeWrongTurn(t, ask.error)} />}
          <TextInput
            label={t('teams.teamCode')}
            description={t('teams.teamCodeHelp')}
            autoFocus
            minLength={4}
            maxLength={40}
            dir="ltr"
            {...required}
            {...field('code')}
          />
          <TextInput label={t('teams.yourName')} autoComplete="name" maxLength={120} {...required} {...field('name')} />
          <TextInput
            label={t('shared.emailLabel')}
            type="email"
            dir="ltr"
            autoComplete="email"
            maxLength={254}
            {...required}
            {...field('email')}
          />
          <Textarea
            label={t('teams.note')}
            description={t('teams.noteHelp')}
            rows={3}
            maxLength={500}
            {...field('note')}
          />
          <Button type="submit" size="md" loading={ask.isPending} fullWidth>
            {t('teams.ask')}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
