/** Next after signing in, where this node asks the account for a second factor that it does not have: choosing one. */

import type { FactorAdded } from '@isocenter/contract/account';
import { Anchor, Button, Stack } from '@mantine/core';
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { keys } from '../api/queries.ts';
import { passkeyHindrance } from '../features/account/passkey-browser.ts';
import { PasskeyForm } from '../features/account/passkey-form.tsx';
import { RecoveryCodes } from '../features/account/recovery-codes.tsx';
import { TotpForm } from '../features/account/totp-form.tsx';
import { useSession, useSignOut } from '../features/session/use-session.ts';
import { useWords } from '../languages/language-provider.tsx';
import { Entrance } from '../ui/entrance.tsx';
import { ReasonButton } from '../ui/reason-button.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { pagePaths } from './page-paths.ts';

type Step = 'choice' | 'passkey' | 'totp' | { readonly codes: readonly string[] };

export function EnrolPage() {
  const t = useWords();
  usePageTitle(t('account.enrol'));
  const router = useRouter();
  const queryClient = useQueryClient();
  const [step, setStep] = useState<Step>('choice');
  const finish = async () => {
    await queryClient.refetchQueries({ queryKey: keys.session });
    await router.navigate({ to: pagePaths.studies, replace: true });
  };
  const added = ({ recoveryCodes }: FactorAdded) => {
    if (recoveryCodes === undefined) void finish();
    else setStep({ codes: recoveryCodes });
  };
  const back = () => setStep('choice');
  if (typeof step === 'object') {
    return (
      <Entrance title={t('account.recovery')}>
        <RecoveryCodes codes={step.codes} onDone={() => void finish()} />
      </Entrance>
    );
  }
  return (
    <Entrance title={t('account.enrol')} description={t('account.enrolHelp')}>
      {step === 'choice' && <Choice onChoose={setStep} />}
      {step === 'passkey' && <PasskeyForm onAdded={added} onCancel={back} />}
      {step === 'totp' && <TotpForm onAdded={added} onCancel={back} />}
    </Entrance>
  );
}

/** A label of several lines, on a telephone. */
const roomy = { size: 'md', h: 'auto', py: 'sm', styles: { label: { whiteSpace: 'normal' } } } as const;

function Choice({ onChoose }: { readonly onChoose: (step: Step) => void }) {
  const t = useWords();
  const signOut = useSignOut();
  const hindrance = passkeyHindrance(t, useSession()?.passkeyHost);
  return (
    <Stack>
      <ReasonButton
        {...roomy}
        variant="default"
        leftSection={<IconFingerprint size={19} />}
        disabledReason={hindrance}
        onClick={() => onChoose('passkey')}
      >
        {t('account.enrolPasskey')}
      </ReasonButton>
      <Button
        {...roomy}
        variant="default"
        leftSection={<IconDeviceMobile size={19} />}
        onClick={() => onChoose('totp')}
      >
        {t('account.enrolTotp')}
      </Button>
      <Anchor component="button" type="button" fz="sm" onClick={() => signOut.mutate()}>
        {t('account.otherAccount')}
      </Anchor>
    </Stack>
  );
}
