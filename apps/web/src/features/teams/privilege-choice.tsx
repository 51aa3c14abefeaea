/** What somebody may do in a team, as checkboxes: those that the chooser has not are disabled with the reason. */

import type { Privilege } from '@isocenter/contract/privilege';
import { Checkbox, Stack } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';
import { useIsAdmin } from '../session/use-session.ts';

export const privileges = ['view', 'see-identity', 'download', 'upload', 'comment', 'invite', 'manage'] as const;

type PrivilegeChoiceProps = {
  readonly value: readonly Privilege[];
  readonly onChange: (value: readonly Privilege[]) => void;
  /** What the chooser has. */
  readonly own: readonly Privilege[];
};

export function PrivilegeChoice({ value, onChange, own }: PrivilegeChoiceProps) {
  const t = useWords();
  const isAdmin = useIsAdmin();
  const toggle = (one: Privilege, isOn: boolean) =>
    onChange(privileges.filter((other) => (other === one ? isOn : value.includes(other))));
  return (
    <Checkbox.Group label={t('teams.mayDo')} value={[...value]}>
      <Stack gap={8} mt={6}>
        {privileges.map((one) => {
          const mayGive = isAdmin || own.includes(one);
          return (
            <Checkbox
              key={one}
              value={one}
              label={t(`teams.may-${one}`)}
              description={mayGive ? t(`teams.means-${one}`) : t('problems.privileges-too-many')}
              disabled={!mayGive}
              onChange={(event) => toggle(one, event.currentTarget.checked)}
            />
          );
        })}
      </Stack>
    </Checkbox.Group>
  );
}
