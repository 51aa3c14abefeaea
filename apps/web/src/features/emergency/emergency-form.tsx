/** Asks for what names a patient exactly, for the reason and for how long; the node opens what there is, or finds nothing. */

import type { BreakGlass, BrokenGlass } from '@isocenter/contract/break-glass';
import { Group, NativeSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem, fieldError } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useMay } from '../session/use-session.ts';
import { useChange } from '../settings/use-change.ts';

/** Choices of how long it stays open, minutes. */
const durations = [30, 60, 240, 480] as const;

const shortestReason = 3;

type NumberKind = 'patientId' | 'accessionNumber';

export type Asked = { readonly opened: BrokenGlass; readonly number: string };

export function EmergencyForm({ onAnswer }: { readonly onAnswer: (asked: Asked) => void }) {
  const t = useWords();
  const client = useClient();
  const mayTreat = useMay('treat');
  const [kind, setKind] = useState<NumberKind>('patientId');
  const [number, setNumber] = useState('');
  const [birthDate, setBirthDate] = useState('');
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState<number>(60);
  const open = useChange({
    perform: (body: BreakGlass) => client.breakGlass({ body }),
    touches: [keys.studies],
    quiet: true,
  });
  const missing = !mayTreat
    ? t('emergencies.mayNot')
    : number.trim() === ''
      ? t('emergencies.needNumber')
      : birthDate === ''
        ? t('emergencies.needBirthDate')
        : reason.trim().length < shortestReason
          ? t('emergencies.needReason')
          : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing !== undefined) return;
    const body = { [kind]: number.trim(), birthDate, reason: reason.trim(), minutes };
    open.mutate(body, { onSuccess: (opened) => onAnswer({ opened, number: number.trim() }) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {open.isError && <ProblemAlert {...describeProblem(t, open.error)} />}
        <Stack gap={4}>
          <Text fz="sm" fw={500}>
            {t('emergencies.known')}
          </Text>
          <SegmentedControl
            aria-label={t('emergencies.known')}
            value={kind}
            onChange={(value) => setKind(value === 'accessionNumber' ? 'accessionNumber' : 'patientId')}
            data={(['patientId', 'accessionNumber'] as const).map((value) => ({
              value,
              label: t(`emergencies.${value}`),
            }))}
          />
        </Stack>
        <TextInput
          label={t(`emergencies.${kind}`)}
          description={t('emergencies.numberHelp')}
          dir="ltr"
          autoComplete="off"
          maxLength={64}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
          error={fieldError(t, open.error, `/${kind}`)}
        />
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <DayInput
            label={t('emergencies.birthDate')}
            value={birthDate}
            onChange={setBirthDate}
            error={fieldError(t, open.error, '/birthDate')}
          />
          <NativeSelect
            label={t('emergencies.duration')}
            value={String(minutes)}
            onChange={(event) => setMinutes(Number(event.currentTarget.value))}
            data={durations.map((value) => ({
              value: String(value),
              label:
                value < 60 ? t('emergencies.minutes', { count: value }) : t('emergencies.hours', { count: value / 60 }),
            }))}
          />
        </Group>
        <Textarea
          label={t('emergencies.reason')}
          description={t('emergencies.reasonHelp')}
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(t, open.error, '/reason')}
        />
        <ReasonButton type="submit" size="md" color="red.9" loading={open.isPending} disabledReason={missing}>
          {t('emergencies.submit')}
        </ReasonButton>
      </Stack>
    </form>
  );
}
