/** Chooses what somebody may do, for a member or for somebody who asked to hand in an image. */

import type { Privilege } from '@isocenter/contract/privilege';
import { Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { PrivilegeChoice } from './privilege-choice.tsx';

type PrivilegeDialogProps = {
  readonly title: string;
  readonly action: string;
  readonly start: readonly Privilege[];
  readonly own: readonly Privilege[];
  readonly onClose: () => void;
  readonly onChosen: (chosen: Privilege[]) => void;
};

export function PrivilegeDialog({ title, action, start, own, onClose, onChosen }: PrivilegeDialogProps) {
  const t = useWords();
  const [chosen, setChosen] = useState(start);
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack>
        <PrivilegeChoice value={chosen} onChange={setChosen} own={own} />
        <Group justify="flex-end">
          <ReasonButton
            disabledReason={chosen.length === 0 ? t('teams.chooseOne') : undefined}
            onClick={() => {
              onClose();
              onChosen([...chosen]);
            }}
          >
            {action}
          </ReasonButton>
        </Group>
      </Stack>
    </Modal>
  );
}
