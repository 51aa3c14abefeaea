/** A secret that is shown this once: to be copied now, with the words that say so. */

import { Alert, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyLine } from './copy-line.tsx';

export function SecretLine({
  secret,
  label,
  children,
}: {
  readonly secret: string;
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <Stack gap="sm">
      <CopyLine text={secret} label={label} />
      <Alert variant="light" color="orange" icon={<IconEyeOff size={17} />} p="sm">
        <Text fz="sm">{children}</Text>
      </Alert>
    </Stack>
  );
}
