/** Who is granted what newly arrives: everyone, the organisations that are marked so, or nobody. */

import type { OrganisationList } from '@isocenter/contract/organisations';
import { Alert, Group, Paper, Radio, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

type NewStudies = OrganisationList['newStudies'];

const choices = ['everyone', 'organisation', 'nobody'] as const satisfies readonly NewStudies[];

export function NewStudiesChoice({ newStudies, organisations }: OrganisationList) {
  const t = useWords();
  const client = useClient();
  const [chosen, setChosen] = useState<NewStudies>(newStudies);
  const save = useChange({
    perform: () => client.updateAccessPolicy({ body: { newStudies: chosen } }),
    touches: [keys.organisations],
    done: t('organisations.policySaved'),
  });
  const isUnchanged = chosen === newStudies;
  const nobodySees = chosen === 'organisation' && !organisations.some(({ seesNewStudies }) => seesNewStudies);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isUnchanged) save.mutate();
  };
  return (
    <Paper component="form" onSubmit={submit} withBorder radius="lg" p="lg" bg="var(--iso-surface)">
      <Stack gap="md">
        <div>
          <Title order={2}>{t('organisations.newStudies')}</Title>
          <Text fz="sm" c="dimmed">
            {t('organisations.newStudiesHelp')}
          </Text>
        </div>
        <Radio.Group
          aria-label={t('organisations.newStudies')}
          value={chosen}
          onChange={(value) => setChosen(choices.find((one) => one === value) ?? newStudies)}
        >
          <Stack gap="sm">
            {choices.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`organisations.${value}`)}
                description={t(`organisations.${value}Help`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {nobodySees && (
          <Alert color="orange" variant="light" icon={<IconAlertTriangle size={18} />} p="sm">
            <Text fz="sm">{t('organisations.noneSees')}</Text>
          </Alert>
        )}
        <Group justify="flex-end">
          <ReasonButton
            type="submit"
            loading={save.isPending}
            disabledReason={isUnchanged ? t('organisations.policyUnchanged') : undefined}
          >
            {t('organisations.savePolicy')}
          </ReasonButton>
        </Group>
      </Stack>
    </Paper>
  );
}
