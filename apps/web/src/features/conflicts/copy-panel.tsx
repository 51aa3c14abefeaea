/** One copy of a conflict: its picture, who sent it and when, how it is encoded, and the button that decides for it. */

import type { ConflictCopy } from '@isocenter/contract/conflicts';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { Badge, Group, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { Moment } from '../../ui/moment.tsx';
import classes from './conflicts.module.css';
import { describeSender } from './describe-copy.ts';

export type CopyPanelProps = {
  readonly title: string;
  /** Which of the two, in a word beside the title. */
  readonly mark: string;
  readonly isServed: boolean;
  readonly copy: ConflictCopy;
  /** The address of its picture; undefined where it has none. */
  readonly picture: string | undefined;
  /** Further facts, as `dt` and `dd`. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
};

export function CopyPanel({ title, mark, isServed, copy, picture, more, children }: CopyPanelProps) {
  const t = useWords();
  const formats = useFormats();
  return (
    <section className={classes.copy} aria-label={title}>
      <Group justify="space-between" wrap="nowrap">
        <Title order={2}>{title}</Title>
        <Badge variant="light" color={isServed ? 'teal' : 'orange'} radius="sm">
          {mark}
        </Badge>
      </Group>
      <Picture address={picture} title={title} />
      <dl className={classes.facts}>
        <dt>{t('conflicts.sentBy')}</dt>
        <dd>
          <bdi>{describeSender(t, copy)}</bdi>
        </dd>
        <dt>{t('conflicts.received')}</dt>
        <dd>
          <Moment at={copy.receivedAt} />
        </dd>
        <dt>{t('conflicts.encoding')}</dt>
        <dd>{findTransferSyntax(copy.transferSyntaxUid)?.name ?? copy.transferSyntaxUid}</dd>
        <dt>{t('conflicts.size')}</dt>
        <dd>{formats.fileSize(copy.lengthBytes)}</dd>
        {more}
      </dl>
      {children}
    </section>
  );
}

function Picture({ address, title }: { readonly address: string | undefined; readonly title: string }) {
  const t = useWords();
  const [failed, setFailed] = useState(false);
  return (
    <div className={classes.picture}>
      {address === undefined || failed ? (
        <span>{failed ? t('conflicts.cannotShow') : t('conflicts.noImage')}</span>
      ) : (
        <img src={address} alt={title} onError={() => setFailed(true)} />
      )}
    </div>
  );
}
