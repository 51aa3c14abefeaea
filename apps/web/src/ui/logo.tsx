/** The mark and the name; the mark is the crosshair on which a treatment field is centred. */

import { Group, Text } from '@mantine/core';

export function Logo({ size = 26, withName = true }: { readonly size?: number; readonly withName?: boolean }) {
  return (
    <Group gap={9} wrap="nowrap" align="center">
      <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#0b7285" />
        <circle cx="16" cy="16" r="8.25" stroke="#fff" strokeWidth="2" />
        <path d="M16 4.5v7M16 20.5v7M4.5 16h7M20.5 16h7" stroke="#fff" strokeWidth="2" strokeLinecap="round" />
        <circle cx="16" cy="16" r="1.9" fill="#fff" />
      </svg>
      {withName && (
        <Text component="span" fw={650} fz={17} lts="-0.015em">
          Isocenter
        </Text>
      )}
    </Group>
  );
}
