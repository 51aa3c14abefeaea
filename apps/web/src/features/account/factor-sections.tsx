/** Passkeys, authenticator application and recovery codes of the own account. */

import type { Account, FactorAdded, Passkey } from '@isocenter/contract/account';
import { Button, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { type RecordColumn, RecordList } from '../../ui/record-list.tsx';
import { useSession } from '../session/use-session.ts';
import { useChange } from '../settings/use-change.ts';
import { passkeyHindrance } from './passkey-browser.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { Section } from './section.tsx';
import { TotpForm } from './totp-form.tsx';

export function FactorSections({ account }: { readonly account: Account }) {
  const t = useWords();
  const [codes, setCodes] = useState<readonly string[]>();
  const isOnly = account.passkeys.length + (account.totp === undefined ? 0 : 1) === 1;
  const keptReason = isOnly && account.isSecondFactorRequired ? t('account.factorNeeded') : undefined;
  const show = ({ recoveryCodes }: FactorAdded) => setCodes(recoveryCodes);
  return (
    <>
      <PasskeySection account={account} keptReason={keptReason} onAdded={show} />
      <TotpSection account={account} keptReason={keptReason} onAdded={show} />
      <RecoverySection account={account} onMade={setCodes} />
      <Modal
        opened={codes !== undefined}
        onClose={() => setCodes(undefined)}
        title={t('account.recovery')}
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        {codes !== undefined && <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />}
      </Modal>
    </>
  );
}

type FactorProps = {
  readonly account: Account;
  /** Why the last factor stays. */
  readonly keptReason: string | undefined;
  readonly onAdded: (added: FactorAdded) => void;
};

function PasskeySection({ account, keptReason, onAdded }: FactorProps) {
  const t = useWords();
  const client = useClient();
  const hindrance = passkeyHindrance(t, useSession()?.passkeyHost);
  const [adding, setAdding] = useState(false);
  const remove = useChange({
    perform: (id: string) => client.removePasskey({ params: { id } }),
    touches: [keys.account],
  });
  const columns: readonly RecordColumn<Passkey>[] = [
    {
      label: t('account.device'),
      cell: ({ label, isBackedUp }) => (isBackedUp ? `${label} (${t('account.passkeyBackedUp')})` : label),
    },
    { label: t('account.made'), cell: ({ createdAt }) => <Moment at={createdAt} /> },
    { label: t('account.lastUsed'), cell: ({ lastUsedAt }) => <Moment at={lastUsedAt} /> },
  ];
  return (
    <Section
      title={t('account.passkeys')}
      help={t('account.passkeysHelp')}
      action={
        <ReasonButton variant="default" disabledReason={hindrance} onClick={() => setAdding(true)}>
          {t('account.addPasskey')}
        </ReasonButton>
      }
    >
      <Stack mt="md">
        {account.passkeys.length === 0 ? (
          <Text fz="sm" c="dimmed">
            {t('account.noPasskeys')}
          </Text>
        ) : (
          <RecordList
            label={t('account.passkeys')}
            columns={columns}
            rows={account.passkeys}
            rowKey={({ id }) => id}
            empty={t('account.noPasskeys')}
            actions={({ id, label }) => (
              <ConfirmButton
                title={t('account.removePasskey', { name: label })}
                action={t('account.remove')}
                onConfirm={() => remove.mutate(id)}
                trigger={(open) => (
                  <ReasonButton variant="default" size="compact-sm" disabledReason={keptReason} onClick={open}>
                    {t('account.remove')}
                  </ReasonButton>
                )}
              >
                {t('account.removePasskeyHelp')}
              </ConfirmButton>
            )}
          />
        )}
      </Stack>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t('account.addPasskey')}>
        <PasskeyForm
          onCancel={() => setAdding(false)}
          onAdded={(added) => {
            setAdding(false);
            onAdded(added);
          }}
        />
      </Modal>
    </Section>
  );
}

function TotpSection({ account, keptReason, onAdded }: FactorProps) {
  const t = useWords();
  const formats = useFormats();
  const client = useClient();
  const [adding, setAdding] = useState(false);
  const remove = useChange({ perform: () => client.removeTotp(), touches: [keys.account] });
  const { totp } = account;
  return (
    <Section
      title={t('account.totp')}
      help={t('account.totpHelp')}
      action={
        totp === undefined ? (
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('account.turnOn')}
          </Button>
        ) : (
          <ConfirmButton
            title={t('account.turnOffTitle')}
            action={t('account.turnOff')}
            onConfirm={() => remove.mutate()}
            trigger={(open) => (
              <ReasonButton variant="default" disabledReason={keptReason} onClick={open}>
                {t('account.turnOff')}
              </ReasonButton>
            )}
          >
            {t('account.turnOffHelp')}
          </ConfirmButton>
        )
      }
    >
      <Text fz="sm" mt="md">
        {totp === undefined ? t('account.totpOff') : t('account.totpOn', { date: formats.day(totp.since) })}
      </Text>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t('account.totp')} closeOnClickOutside={false}>
        {adding && (
          <TotpForm
            onCancel={() => setAdding(false)}
            onAdded={(added) => {
              setAdding(false);
              onAdded(added);
            }}
          />
        )}
      </Modal>
    </Section>
  );
}

type RecoveryProps = { readonly account: Account; readonly onMade: (codes: readonly string[]) => void };

function RecoverySection({ account, onMade }: RecoveryProps) {
  const t = useWords();
  const client = useClient();
  const make = useChange({ perform: () => client.makeRecoveryCodes(), touches: [keys.account] });
  const hasFactor = account.passkeys.length > 0 || account.totp !== undefined;
  return (
    <Section
      title={t('account.recovery')}
      help={t('account.recoveryHelp')}
      action={
        <ConfirmButton
          title={t('account.recoveryMakeTitle')}
          action={t('account.recoveryMake')}
          onConfirm={() => make.mutate(undefined, { onSuccess: ({ codes }) => onMade(codes) })}
          trigger={(open) => (
            <ReasonButton
              variant="default"
              loading={make.isPending}
              disabledReason={hasFactor ? undefined : t('account.recoveryNone')}
              onClick={open}
            >
              {t('account.recoveryMake')}
            </ReasonButton>
          )}
        >
          {t('account.recoveryMakeHelp')}
        </ConfirmButton>
      }
    >
      <Text fz="sm" mt="md">
        {hasFactor ? t('account.recoveryLeft', { count: account.recoveryCodesLeft }) : t('account.recoveryNone')}
      </Text>
    </Section>
  );
}
