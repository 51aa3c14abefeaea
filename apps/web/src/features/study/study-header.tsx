/**
 * The head of the page of a study: whose it is, and what can be done with it. On a telephone the name has the room, and
 * what can be done stands in the menu.
 */

import type { SeriesDetail, StudyDetail } from '@isocenter/contract/study-detail';
import { ActionIcon, Button, Indicator, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconListDetails, IconMessage, IconSend, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import { AccessDialog } from '../access/access-dialog.tsx';
import { useComments } from '../comments/use-comments.ts';
import { SendDialog } from '../delivery/send-dialog.tsx';
import { ImportIndicator } from '../import/import-indicator.tsx';
import { useMay } from '../session/use-session.ts';
import { UserMenu } from '../shell/user-menu.tsx';
import { type StudyAction, StudyActions } from '../storage/study-actions.tsx';
import { nameOf } from '../studies/patient-name.ts';
import { StudyLabels, StudyState } from '../studies/study-state.tsx';
import { ConflictNotice } from './conflict-notice.tsx';
import classes from './study.module.css';

export type StudyHeaderProps = {
  readonly detail: StudyDetail;
  /** That of the active pane. */
  readonly shown: SeriesDetail | undefined;
  readonly narrow: boolean;
  /** Asks again, where the study could not be brought up to date. */
  readonly onRefresh: (() => void) | undefined;
  readonly onHeader: () => void;
  readonly headerOpened: boolean;
  readonly onComments: () => void;
};

type HeaderAction = StudyAction & { readonly tip?: string; readonly pressed?: boolean; readonly count?: number };

export function StudyHeader({ detail, shown, narrow, onRefresh, ...open }: StudyHeaderProps) {
  const { onHeader, headerOpened, onComments } = open;
  const t = useWords();
  const { study } = detail;
  const [dialog, setDialog] = useState<'access' | 'send'>();
  const close = () => setDialog(undefined);
  const comments = useComments(study.id);
  const [mayLook, mayWork, isOfficer] = [useMay('images'), useMay('work'), useMay('privacy')];
  const actions: readonly HeaderAction[] = [
    {
      ...{ label: t('study.header'), tip: t('study.headerKey'), icon: IconListDetails },
      ...{ pressed: headerOpened, onClick: onHeader },
      disabledReason: mayLook ? undefined : t('storage.noImages'),
    },
    { ...comments, icon: IconMessage, onClick: onComments },
    {
      ...{ label: t('access.title'), icon: IconUsers, onClick: () => setDialog('access') },
      disabledReason: mayWork || isOfficer ? undefined : t('study.noAccessList'),
    },
    {
      ...{ label: t('queue.sendTo'), icon: IconSend, onClick: () => setDialog('send') },
      disabledReason: !mayWork ? t('study.sendsNothing') : detail.mayDownload ? undefined : t('storage.mayNotDownload'),
    },
  ];
  return (
    <header className={classes.header}>
      <Tooltip label={t('study.back')}>
        <ActionIcon
          component={Link}
          to={pagePaths.studies}
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t('study.back')}
        >
          <IconArrowLeft size={20} className="pointing" />
        </ActionIcon>
      </Tooltip>
      <Patient study={study} />
      {onRefresh !== undefined && (
        <Tooltip label={t('study.notUpToDateWhy')}>
          <Button variant="light" color="orange" size="compact-sm" onClick={onRefresh}>
            {t('study.notUpToDate')}
          </Button>
        </Tooltip>
      )}
      <ImportIndicator />
      <ConflictNotice studyId={study.id} count={study.conflicts} />
      {!narrow &&
        actions.map(({ label, tip = label, icon: Icon, pressed, count = 0, onClick, disabledReason }) => (
          <Tooltip key={label} label={disabledReason ?? tip}>
            <ActionIcon
              variant={pressed === true ? 'light' : 'subtle'}
              color={pressed === true ? 'iso' : 'gray'}
              size={40}
              aria-label={label}
              {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
              {...(disabledReason === undefined ? {} : { 'aria-disabled': true, 'data-disabled': true })}
              onClick={disabledReason === undefined ? onClick : undefined}
            >
              <Indicator label={count} size={15} offset={2} disabled={count === 0} color="iso.8">
                <Icon size={20} />
              </Indicator>
            </ActionIcon>
          </Tooltip>
        ))}
      <StudyActions detail={detail} shown={shown} before={narrow ? actions : []} />
      <UserMenu />
      <AccessDialog studyId={study.id} opened={dialog === 'access'} onClose={close} />
      <SendDialog studyId={study.id} opened={dialog === 'send'} onClose={close} />
    </header>
  );
}

function Patient({ study }: Pick<StudyDetail, 'study'>) {
  const t = useWords();
  const about = [study.patientId, study.patientBirthDate, study.patientSex].filter((part) => part !== undefined);
  const exam = [study.studyDate, study.description].filter((part) => part !== undefined);
  return (
    <div className={classes.patient}>
      <h1 className={classes.patientName} style={{ margin: 0 }}>
        <bdi>{nameOf(t, study)}</bdi>
      </h1>
      <span className={classes.patientAbout}>
        <bdi>{about.join(' · ')}</bdi>
      </span>
      <span className={classes.patientAbout}>
        <bdi>{exam.join(' · ')}</bdi>
      </span>
      <span className={classes.marks}>
        <StudyState study={study} />
        <StudyLabels labels={study.labels} />
      </span>
    </div>
  );
}
