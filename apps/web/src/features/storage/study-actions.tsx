/**
 * What can be done with a study: download it; for administrators, delete it or the series on the screen, place a legal hold
 * on it or on its patient.
 */

import { paths } from '@isocenter/contract/paths';
import type { SeriesDetail, StudyDetail } from '@isocenter/contract/study-detail';
import { Menu } from '@mantine/core';
import {
  type Icon,
  IconDotsVertical,
  IconDownload,
  IconEraser,
  IconGavel,
  IconPackageExport,
  IconTrash,
  IconUserHeart,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { IconMenu } from '../../ui/icon-menu.tsx';
import { ReasonItem } from '../../ui/reason-item.tsx';
import { EraseDialog } from '../erasure/erase-dialog.tsx';
import { useExport } from '../session/use-export.ts';
import { useIsAdmin, useMay } from '../session/use-session.ts';
import { useChange } from '../settings/use-change.ts';
import { MakeTeamDialog } from '../teams/make-team-dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

type Deed = 'team' | 'delete' | 'delete-series' | 'study' | 'patient' | 'erase';

export type StudyAction = {
  readonly label: string;
  readonly icon: Icon;
  readonly onClick: () => void;
  /** Why it cannot be done; undefined where it can. */
  readonly disabledReason?: string | undefined;
};

type StudyActionsProps = {
  readonly detail: StudyDetail;
  /** That of the active pane. */
  readonly shown: SeriesDetail | undefined;
  /** What stands beside the menu where there is room, and in it where there is none. */
  readonly before: readonly StudyAction[];
};

export function StudyActions({ detail, shown, before }: StudyActionsProps) {
  const { study, series, legalHold, mayDownload, mayMakeTeam } = detail;
  const t = useWords();
  const isAdmin = useIsAdmin();
  const [mayLook, isOfficer] = [useMay('images'), useMay('privacy')];
  const navigate = useNavigate();
  const [deed, setDeed] = useState<Deed>();
  const close = () => setDeed(undefined);
  const client = useClient();
  const exported = useExport(() => client.askPatientExport({ params: { id: study.id } }));
  const refused = !isAdmin ? t('storage.onlyAdministrators') : legalHold ? t('storage.holdKeeps') : undefined;
  const erasureRefused = isOfficer ? (legalHold ? t('storage.holdKeeps') : undefined) : t('storage.onlyOfficers');
  const isOnly = series.length < 2 || shown === undefined;
  const seriesRefused = refused ?? (isOnly ? t('storage.onlySeries') : undefined);
  return (
    <>
      <IconMenu position="bottom-end" label={t('storage.more')} icon={<IconDotsVertical size={20} />} size={40}>
        <Menu.Dropdown>
          {before.map(({ label, icon: Icon, onClick, disabledReason }) => (
            <ReasonItem key={label} leftSection={<Icon size={16} />} disabledReason={disabledReason} onClick={onClick}>
              {label}
            </ReasonItem>
          ))}
          {before.length > 0 && <Menu.Divider />}
          {mayDownload ? (
            <Menu.Item
              component="a"
              href={paths.dicomWeb.studyArchive(study.studyInstanceUid)}
              download
              leftSection={<IconDownload size={16} />}
            >
              {t('storage.download')}
            </Menu.Item>
          ) : (
            <ReasonItem
              disabledReason={mayLook ? t('storage.mayNotDownload') : t('storage.noImages')}
              leftSection={<IconDownload size={16} />}
            >
              {t('storage.download')}
            </ReasonItem>
          )}
          <ReasonItem
            leftSection={<IconPackageExport size={16} />}
            disabledReason={isOfficer ? undefined : t('storage.onlyOfficers')}
            onClick={() => exported.begin(paths.patientExport(study.id))}
          >
            {t('erasures.exportAll')}
          </ReasonItem>
          <ReasonItem
            leftSection={<IconUserHeart size={16} />}
            disabledReason={isOfficer ? undefined : t('storage.onlyOfficers')}
            onClick={() => void navigate({ to: pagePaths.patient, params: { studyId: study.id } })}
          >
            {t('patient.open')}
          </ReasonItem>
          <ReasonItem
            leftSection={<IconUsersGroup size={16} />}
            disabledReason={mayMakeTeam ? undefined : t('teams.mayNotMake')}
            onClick={() => setDeed('team')}
          >
            {t('teams.make')}
          </ReasonItem>
          <Menu.Divider />
          {(['study', 'patient'] as const).map((kind) => (
            <ReasonItem
              key={kind}
              leftSection={<IconGavel size={16} />}
              disabledReason={isAdmin ? undefined : t('storage.onlyAdministratorsHold')}
              onClick={() => setDeed(kind)}
            >
              {t(kind === 'study' ? 'storage.holdOnStudy' : 'storage.holdOnPatient')}
            </ReasonItem>
          ))}
          <Menu.Divider />
          <ReasonItem
            color="red"
            leftSection={<IconTrash size={16} />}
            disabledReason={seriesRefused}
            onClick={() => setDeed('delete-series')}
          >
            {t('storage.deleteShownSeries')}
          </ReasonItem>
          <ReasonItem
            color="red"
            leftSection={<IconTrash size={16} />}
            disabledReason={refused}
            onClick={() => setDeed('delete')}
          >
            {t('storage.deleteThisStudy')}
          </ReasonItem>
          <ReasonItem
            color="red"
            leftSection={<IconEraser size={16} />}
            disabledReason={erasureRefused}
            onClick={() => setDeed('erase')}
          >
            {t('erasures.erase')}
          </ReasonItem>
        </Menu.Dropdown>
      </IconMenu>
      <MakeTeamDialog studyId={study.id} opened={deed === 'team'} onClose={close} />
      <DeleteDialog studyId={study.id} images={study.instanceCount} opened={deed === 'delete'} onClose={close} />
      {shown !== undefined && (
        <DeleteSeriesDialog studyId={study.id} series={shown} opened={deed === 'delete-series'} onClose={close} />
      )}
      <EraseDialog studyId={study.id} opened={deed === 'erase'} onClose={close} />
      <HoldDialog
        studyId={study.id}
        kind={deed === 'patient' ? 'patient' : 'study'}
        opened={isHold(deed)}
        onClose={close}
      />
    </>
  );
}

const isHold = (deed: Deed | undefined) => deed === 'study' || deed === 'patient';

type DialogProps = { readonly studyId: string; readonly opened: boolean; readonly onClose: () => void };

function DeleteDialog({ studyId, images, opened, onClose }: DialogProps & { readonly images: number }) {
  const t = useWords();
  const formats = useFormats();
  const client = useClient();
  const navigate = useNavigate();
  const remove = useChange({
    perform: async (reason: string) => {
      const trashed = await client.moveToTrash({ body: { level: 'study', id: studyId, reason } });
      // At once: the page learns by itself that the study is gone, and this dialog goes with it.
      void navigate({ to: pagePaths.studies });
      return trashed;
    },
    touches: [keys.studies, keys.trash],
    done: ({ purgeAfter }) => t('storage.inTrashUntil', { day: formats.day(purgeAfter) }),
    quiet: true,
  });
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title={t('storage.deleteStudyQuestion')}
      action={t('storage.delete')}
      color="red.9"
      onConfirm={remove.mutate}
      isPending={remove.isPending}
      error={remove.error}
    >
      {t('storage.deleteStudyDetail', { count: images })}
    </ReasonDialog>
  );
}

function DeleteSeriesDialog({ studyId, series, opened, onClose }: DialogProps & { readonly series: SeriesDetail }) {
  const t = useWords();
  const client = useClient();
  const remove = useChange({
    perform: async (reason: string) => {
      const trashed = await client.moveToTrash({ body: { level: 'series', id: series.id, reason } });
      // At once: with its series this dialog goes from the page, and would be open again for the next one on the screen.
      onClose();
      return trashed;
    },
    touches: [keys.study(studyId), keys.studies, keys.trash],
    done: t('storage.seriesInTrash'),
    quiet: true,
  });
  const name = [series.modality, series.description ?? series.bodyPart].filter((part) => part !== undefined).join(' ');
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title={t('storage.deleteSeriesQuestion')}
      action={t('storage.delete')}
      color="red.9"
      onConfirm={remove.mutate}
      isPending={remove.isPending}
      error={remove.error}
    >
      {name === ''
        ? t('storage.deleteSeriesDetailNameless', { count: series.instanceCount })
        : t('storage.deleteSeriesDetail', { count: series.instanceCount, name })}
    </ReasonDialog>
  );
}

function HoldDialog({ studyId, kind, opened, onClose }: DialogProps & { readonly kind: 'study' | 'patient' }) {
  const t = useWords();
  const client = useClient();
  const place = useChange({
    perform: (reason: string) => client.placeHold({ body: { kind, studyId, reason } }),
    touches: [keys.holds, keys.study(studyId)],
    done: kind === 'study' ? t('storage.studyHeld') : t('storage.patientHeld'),
    quiet: true,
  });
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title={t(kind === 'study' ? 'storage.holdQuestionStudy' : 'storage.holdQuestionPatient')}
      action={t('storage.placeHold')}
      onConfirm={(reason) => place.mutate(reason, { onSuccess: onClose })}
      isPending={place.isPending}
      error={place.error}
    >
      {kind === 'study' ? t('storage.holdStudyDetail') : t('storage.holdPatientDetail')}
    </ReasonDialog>
  );
}
