/** What a patient asks to have corrected, and what came of it. */

import type { AnswerCorrection, PatientWishes } from '@isocenter/contract/consents';
import { Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { Section } from '../account/section.tsx';
import { useChange } from '../settings/use-change.ts';

type Correction = PatientWishes['corrections'][number];

const outcomes = ['corrected', 'refused'] as const;

const shortestText = 3;
const longestText = 2_000;

type CorrectionSectionProps = {
  readonly studyId: string;
  /** Undefined while the answer is on its way. */
  readonly corrections: readonly Correction[] | undefined;
};

export function CorrectionSection({ studyId, corrections }: CorrectionSectionProps) {
  const t = useWords();
  const formats = useFormats();
  const [answered, setAnswered] = useState<Correction>();
  const close = () => setAnswered(undefined);
  return (
    <Section title={t('patient.corrections')} help={t('patient.correctionsHelp')}>
      <Stack mt="md">
        <RecordList<Correction>
          label={t('patient.corrections')}
          rows={corrections}
          rowKey={({ id }) => id}
          empty={t('patient.noCorrections')}
          columns={[
            {
              label: t('patient.request'),
              cell: ({ request, recordedBy, recordedAt }) => (
                <div>
                  <bdi>{request}</bdi>
                  <Text fz="xs" c="dimmed" fw={400}>
                    {t('patient.recorded', { name: recordedBy, day: formats.day(recordedAt) })}
                  </Text>
                </div>
              ),
            },
            {
              label: t('patient.answer'),
              cell: ({ answer }) =>
                answer === undefined ? (
                  t('patient.waits')
                ) : (
                  <div>
                    {t(`patient.outcome_${answer.outcome}`)}
                    <Text fz="xs">
                      <bdi>{answer.text}</bdi>
                    </Text>
                  </div>
                ),
            },
          ]}
          actions={(correction) => (
            <ReasonButton
              size="compact-sm"
              variant="default"
              disabledReason={correction.answer === undefined ? undefined : t('patient.answeredAlready')}
              onClick={() => setAnswered(correction)}
            >
              {t('patient.answerButton')}
            </ReasonButton>
          )}
        />
        <RequestForm studyId={studyId} />
      </Stack>
      <Modal opened={answered !== undefined} onClose={close} title={t('patient.answerTitle')}>
        {answered !== undefined && <AnswerForm id={answered.id} onDone={close} />}
      </Modal>
    </Section>
  );
}

function RequestForm({ studyId }: { readonly studyId: string }) {
  const t = useWords();
  const client = useClient();
  const [request, setRequest] = useState('');
  const ask = useChange({
    perform: () => client.requestCorrection({ params: { id: studyId }, body: { request: request.trim() } }),
    touches: [keys.wishes],
    done: t('patient.recordedNow'),
    quiet: true,
  });
  const reason = request.trim().length < shortestText ? t('patient.needText') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) ask.mutate(undefined, { onSuccess: () => setRequest('') });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {ask.isError && <ProblemAlert {...describeProblem(t, ask.error)} />}
        <Textarea
          label={t('patient.request')}
          description={t('patient.requestHelp')}
          autosize
          minRows={2}
          maxLength={longestText}
          value={request}
          onChange={(event) => setRequest(event.currentTarget.value)}
        />
        <ReasonButton type="submit" ms="auto" loading={ask.isPending} disabledReason={reason}>
          {t('patient.record')}
        </ReasonButton>
      </Stack>
    </form>
  );
}

function AnswerForm({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const t = useWords();
  const client = useClient();
  const [outcome, setOutcome] = useState<AnswerCorrection['outcome']>('corrected');
  const [text, setText] = useState('');
  const keep = useChange({
    perform: () => client.answerCorrection({ params: { id }, body: { outcome, answer: text.trim() } }),
    touches: [keys.wishes],
    done: t('patient.answered'),
    quiet: true,
  });
  const reason = text.trim().length < shortestText ? t('patient.needText') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) keep.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {keep.isError && <ProblemAlert {...describeProblem(t, keep.error)} />}
        <SegmentedControl
          aria-label={t('patient.answerTitle')}
          value={outcome}
          onChange={(value) => setOutcome(value === 'refused' ? 'refused' : 'corrected')}
          data={outcomes.map((value) => ({ value, label: t(`patient.outcome_${value}`) }))}
        />
        <Textarea
          label={t('patient.answer')}
          data-autofocus
          autosize
          minRows={2}
          maxLength={longestText}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ReasonButton type="submit" ms="auto" loading={keep.isPending} disabledReason={reason}>
          {t('patient.answerAction')}
        </ReasonButton>
      </Stack>
    </form>
  );
}
