/** Recovery codes, shown this once: to print, to copy, to keep as a file. */

import { Alert, Button, CopyButton, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload, IconEyeOff } from '@tabler/icons-react';
import { useWords } from '../../languages/language-provider.tsx';

export type RecoveryCodesProps = { readonly codes: readonly string[]; readonly onDone: () => void };

export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const t = useWords();
  const text = codes.join('\n');
  return (
    <Stack>
      <Text fz="sm">{t('account.recoveryKeep')}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={6} dir="ltr">
        {codes.map((code) => (
          <Text key={code} className="mono" fz="sm">
            {code}
          </Text>
        ))}
      </SimpleGrid>
      <Alert variant="light" color="orange" icon={<IconEyeOff size={17} />} p="sm">
        <Text fz="sm">{t('account.recoveryOnce')}</Text>
      </Alert>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <CopyButton value={text} timeout={1600}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                size="compact-sm"
                leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
                onClick={copy}
              >
                {copied ? t('shared.copied') : t('account.recoveryCopy')}
              </Button>
            )}
          </CopyButton>
          <Button
            component="a"
            variant="default"
            size="compact-sm"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
            download="isocenter-recovery-codes.txt"
            leftSection={<IconDownload size={15} />}
          >
            {t('account.recoverySave')}
          </Button>
        </Group>
        <Button onClick={onDone}>{t('account.recoveryDone')}</Button>
      </Group>
    </Stack>
  );
}
