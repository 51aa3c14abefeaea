/** Shows what would be erased of a patient and who has copies, and erases once reason and number of images are given. */

import { type ErasurePreview, ErasureReason } from '@isocenter/contract/erasures';
import { Alert, Button, Group, List, Loader, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { erasurePreviewQuery, keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';
import { erasureReasons, recipientWays } from './erasure-words.ts';

type EraseDialogProps = { readonly studyId: string; readonly opened: boolean; readonly onClose: () => void };

export function EraseDialog({ studyId, opened, onClose }: EraseDialogProps) {
  const t = useWords();
  return (
    <Modal opened={opened} onClose={onClose} title={t('erasures.question')} size="lg">
      {opened && <Preview studyId={studyId} onClose={onClose} />}
    </Modal>
  );
}

function Preview({ studyId, onClose }: Omit<EraseDialogProps, 'opened'>) {
  const t = useWords();
  const preview = useQuery(erasurePreviewQuery(useClient(), studyId));
  if (preview.isError) {
    return <ProblemAlert {...describeProblem(t, preview.error)} onRetry={() => void preview.refetch()} />;
  }
  if (preview.data === undefined) return <Loader />;
  return <EraseForm studyId={studyId} preview={preview.data} onClose={onClose} />;
}

type EraseFormProps = Omit<EraseDialogProps, 'opened'> & { readonly preview: ErasurePreview };

function EraseForm({ studyId, preview, onClose }: EraseFormProps) {
  const t = useWords();
  const client = useClient();
  const navigate = useNavigate();
  const [reason, setReason] = useState<ErasureReason>();
  const [typed, setTyped] = useState('');
  const { instances, patientName, recipients, studies, legalHold } = preview;
  const erase = useChange({
    perform: (why: ErasureReason) => client.erasePatient({ body: { studyId, reason: why, instances } }),
    touches: [keys.studies, keys.trash, keys.erasures],
    done: t('erasures.begun'),
    quiet: true,
  });
  const isConfirmed = reason !== undefined && typed.trim() === String(instances);
  const disabledReason = legalHold ? t('erasures.held') : isConfirmed ? undefined : t('erasures.confirmFirst');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (disabledReason !== undefined || reason === undefined) return;
    erase.mutate(reason, { onSuccess: () => void navigate({ to: pagePaths.erasures }) });
  };
  const options = ErasureReason.anyOf.map(({ const: value }) => ({ value, label: t(erasureReasons[value]) }));
  const name = patientName.display || t('studies.noName');
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {erase.error !== null && <ProblemAlert {...describeProblem(t, erase.error)} />}
        {legalHold && <Alert color="yellow">{t('erasures.held')}</Alert>}
        <Text fz="sm">{t('erasures.detail', { name, studies: studies.length, images: instances })}</Text>
        {recipients.length > 0 && (
          <div>
            <Text fz="sm">{t('erasures.elsewhere')}</Text>
            <List size="sm">
              {recipients.map((one) => (
                <List.Item key={`${one.way} ${one.name}`}>
                  <bdi>{one.name}</bdi> · {t(recipientWays[one.way])}
                </List.Item>
              ))}
            </List>
          </div>
        )}
        <Select
          label={t('erasures.reason')}
          description={t('erasures.reasonNote')}
          data={options}
          value={reason ?? null}
          onChange={(value) => setReason(options.find((option) => option.value === value)?.value)}
        />
        <TextInput
          label={t('erasures.confirm', { images: String(instances) })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('shared.cancel')}
          </Button>
          <ReasonButton type="submit" color="red.9" loading={erase.isPending} disabledReason={disabledReason}>
            {t('erasures.action')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}
