/** Adds or changes a peer. */

import type { Peer, PeerInput, PeerService, PeerVerb } from '@isocenter/contract/peers';
import {
  Accordion,
  Checkbox,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem, fieldError } from '../../api/problem.ts';
import { keys } from '../../api/queries.ts';
import type { WordKey } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { checkPeer } from './check-peer.ts';
import { PeerExchangeFields } from './peer-exchange-fields.tsx';
import { PeerLimitFields, PeerSecurityFields } from './peer-security-fields.tsx';
import { useChange } from './use-change.ts';

const verbs: readonly { readonly value: PeerVerb; readonly label: WordKey }[] = [
  { value: 'echo', label: 'peers.verbEcho' },
  { value: 'store', label: 'peers.verbStore' },
  { value: 'find', label: 'peers.verbFind' },
  { value: 'get', label: 'peers.verbGet' },
  { value: 'move', label: 'peers.verbMove' },
  { value: 'commit', label: 'peers.verbCommit' },
];

const services: readonly { readonly value: PeerService; readonly label: WordKey }[] = [
  { value: 'find', label: 'peers.serviceFind' },
  { value: 'get', label: 'peers.verbGet' },
  { value: 'move', label: 'peers.verbMove' },
];

const policies: readonly { readonly value: PeerInput['conflictPolicy']; readonly label: WordKey }[] = [
  { value: 'first', label: 'peers.policyFirst' },
  { value: 'newest', label: 'peers.policyNewest' },
  { value: 'refuse', label: 'peers.policyRefuse' },
];

const newPeer: PeerInput = {
  name: '',
  aeTitle: '',
  host: '',
  port: 104,
  verbs: ['echo', 'store'],
  conflictPolicy: 'first',
  checkAddress: true,
  enabled: true,
  note: '',
};

export function PeerForm({ peer, onSaved }: { readonly peer: Peer | undefined; readonly onSaved: () => void }) {
  const t = useWords();
  const client = useClient();
  const [input, setInput] = useState<PeerInput>(() => (peer === undefined ? newPeer : toInput(peer)));
  const set = (change: Partial<PeerInput>) => setInput((now) => ({ ...now, ...change }));
  const save = useChange({
    perform: () =>
      peer === undefined
        ? client.createPeer({ body: input })
        : client.updatePeer({ params: { id: peer.id }, body: input }),
    touches: [keys.peers, keys.dangers],
    done: peer === undefined ? t('peers.added') : t('peers.changed'),
    quiet: true,
  });
  const reason = checkPeer(t, input);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) save.mutate(undefined, { onSuccess: onSaved });
  };
  const error = (name: keyof PeerInput) => fieldError(t, save.error, `/${name}`);
  return (
    <form onSubmit={submit}>
      <Stack>
        {save.isError && <ProblemAlert {...describeProblem(t, save.error)} />}
        <TextInput
          label={t('shared.name')}
          description={t('peers.whatPeopleCall')}
          data-autofocus
          maxLength={120}
          value={input.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={error('name')}
        />
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <TextInput
            label={t('peers.aeTitle')}
            maxLength={16}
            value={input.aeTitle}
            onChange={(event) => set({ aeTitle: event.currentTarget.value })}
            error={error('aeTitle')}
          />
          <TextInput
            label={t('peers.host')}
            placeholder={t('peers.nameOrAddress')}
            value={input.host}
            onChange={(event) => set({ host: event.currentTarget.value.trim() })}
            error={error('host')}
          />
          <NumberInput
            label={t('peers.port')}
            min={1}
            max={65535}
            allowDecimal={false}
            hideControls
            value={input.port}
            onChange={(value) => set({ port: Number(value) })}
            error={error('port')}
          />
        </SimpleGrid>
        <Checkbox.Group
          label={t('peers.itMay')}
          value={[...input.verbs]}
          onChange={(chosen) => set({ verbs: verbs.map((verb) => verb.value).filter((verb) => chosen.includes(verb)) })}
        >
          <Group mt={6} gap="md">
            {verbs.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={t(label)} />
            ))}
          </Group>
        </Checkbox.Group>
        <Checkbox.Group
          label={t('peers.itAnswers')}
          description={t('peers.itAnswersDetail')}
          value={[...(input.answers ?? [])]}
          onChange={(chosen) =>
            set({ answers: services.map((service) => service.value).filter((one) => chosen.includes(one)) })
          }
        >
          <Group mt={6} gap="md">
            {services.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={t(label)} />
            ))}
          </Group>
        </Checkbox.Group>
        <Select
          label={t('peers.whenOther')}
          allowDeselect={false}
          data={policies.map(({ value, label }) => ({ value, label: t(label) }))}
          value={input.conflictPolicy}
          onChange={(value) =>
            set({ conflictPolicy: policies.find((policy) => policy.value === value)?.value ?? 'first' })
          }
        />
        <Accordion variant="separated" multiple defaultValue={openSections(input)}>
          <Accordion.Item value="security">
            <Accordion.Control>{t('peers.addressesAndTls')}</Accordion.Control>
            <Accordion.Panel>
              <PeerSecurityFields input={input} set={set} />
            </Accordion.Panel>
          </Accordion.Item>
          <Accordion.Item value="exchange">
            <Accordion.Control>{t('peers.asking')}</Accordion.Control>
            <Accordion.Panel>
              <PeerExchangeFields input={input} set={set} />
            </Accordion.Panel>
          </Accordion.Item>
          <Accordion.Item value="limits">
            <Accordion.Control>{t('peers.limits')}</Accordion.Control>
            <Accordion.Panel>
              <PeerLimitFields input={input} set={set} />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        <Switch
          label={t('shared.on')}
          checked={input.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        <Textarea
          label={t('peers.note')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          value={input.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
        <Group justify="flex-end">
          <ReasonButton type="submit" loading={save.isPending} disabledReason={reason}>
            {peer === undefined ? t('peers.addButton') : t('shared.save')}
          </ReasonButton>
        </Group>
      </Stack>
    </form>
  );
}

/** Everything that an entry says; an update replaces all of it. */
function toInput({ id: _, traffic: __, createdAt: ___, changedAt: ____, ...input }: Peer): PeerInput {
  return input;
}

/** What was set is seen at once. */
function openSections(input: PeerInput): string[] {
  const { networks = [], checkAddress, requireTls, tls = 'off', limits = {} } = input;
  const { proposes = [], moveAssociations = 1, confirmByCommitment = false } = input;
  const hasExchange = proposes.length > 0 || moveAssociations > 1 || confirmByCommitment;
  const hasSecurity = networks.length > 0 || !checkAddress || requireTls === true || tls !== 'off';
  return [
    ...(hasSecurity ? ['security'] : []),
    ...(hasExchange ? ['exchange'] : []),
    ...(Object.keys(limits).length > 0 ? ['limits'] : []),
  ];
}
