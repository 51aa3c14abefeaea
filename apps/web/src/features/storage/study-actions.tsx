/**
 * What can be done with a study: download it; for administrators, delete it or the series on the screen, place a legal hold
 * on it or on its patient.
 */

import { paths } from '@isocenter/contract/paths';
import type { SeriesDetail, StudyDetail } from '@isocenter/contract/study-detail';
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDotsVertical, IconDownload, IconGavel, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { useIsAdmin } from '../session/use-session.ts';
import { useChange } from '../settings/use-change.ts';
import { ReasonDialog } from './reason-dialog.tsx';

type Deed = 'delete' | 'delete-series' | 'study' | 'patient';

type StudyActionsProps = {
  readonly detail: StudyDetail;
  /** That of the active pane. */
  readonly shown: SeriesDetail | undefined;
};

export function StudyActions({ detail: { study, series, legalHold }, shown }: StudyActionsProps) {
  const isAdmin = useIsAdmin();
  const [deed, setDeed] = useState<Deed>();
  const close = () => setDeed(undefined);
  const refused = !isAdmin
    ? 'Only administrators delete studies'
    : legalHold
      ? 'A legal hold keeps it from being deleted'
      : undefined;
  const seriesRefused = refused ?? (series.length < 2 ? 'It is the only series: delete the study' : undefined);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon variant="subtle" color="gray" size={40} aria-label="More">
              <IconDotsVertical size={20} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={paths.dicomWeb.studyArchive(study.studyInstanceUid)}
            download
            leftSection={<IconDownload size={16} />}
          >
            Download all files (ZIP)
          </Menu.Item>
          <Menu.Divider />
          {(['study', 'patient'] as const).map((kind) => (
            <Menu.Item
              key={kind}
              leftSection={<IconGavel size={16} />}
              disabled={!isAdmin}
              title={isAdmin ? undefined : 'Only administrators place legal holds'}
              onClick={() => setDeed(kind)}
            >
              Legal hold on the {kind}…
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            disabled={seriesRefused !== undefined || shown === undefined}
            title={seriesRefused}
            onClick={() => setDeed('delete-series')}
          >
            Delete the series on the screen…
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            disabled={refused !== undefined}
            title={refused}
            onClick={() => setDeed('delete')}
          >
            Delete the study…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog studyId={study.id} images={study.instanceCount} opened={deed === 'delete'} onClose={close} />
      {shown !== undefined && (
        <DeleteSeriesDialog studyId={study.id} series={shown} opened={deed === 'delete-series'} onClose={close} />
      )}
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
  const client = useClient();
  const navigate = useNavigate();
  const remove = useChange({
    perform: (reason: string) => client.moveToTrash({ body: { level: 'study', id: studyId, reason } }),
    touches: [keys.studies, keys.trash],
    quiet: true,
  });
  const confirm = (reason: string) =>
    remove.mutate(reason, {
      onSuccess: ({ purgeAfter }) => {
        const day = new Date(purgeAfter).toLocaleDateString(undefined, { dateStyle: 'medium' });
        notifications.show({ message: `The study is in the trash until ${day}.`, color: 'teal' });
        void navigate({ to: pagePaths.studies });
      },
    });
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title="Delete the study?"
      action="Delete"
      color="red.9"
      onConfirm={confirm}
      isPending={remove.isPending}
      error={remove.error}
    >
      All {images.toLocaleString()} images go into the trash. Nobody sees them there but administrators, who can bring
      them back until the trash is emptied.
    </ReasonDialog>
  );
}

function DeleteSeriesDialog({ studyId, series, opened, onClose }: DialogProps & { readonly series: SeriesDetail }) {
  const client = useClient();
  const remove = useChange({
    perform: (reason: string) => client.moveToTrash({ body: { level: 'series', id: series.id, reason } }),
    touches: [keys.study(studyId), keys.studies, keys.trash],
    done: 'The series is in the trash.',
    quiet: true,
  });
  const name = [series.modality, series.description ?? series.bodyPart].filter((part) => part !== undefined).join(' ');
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title="Delete the series?"
      action="Delete"
      color="red.9"
      onConfirm={(reason) => remove.mutate(reason, { onSuccess: onClose })}
      isPending={remove.isPending}
      error={remove.error}
    >
      The {series.instanceCount.toLocaleString()} images of the series {name === '' ? 'on the screen' : `“${name}”`} go
      into the trash. The others of the study stay.
    </ReasonDialog>
  );
}

function HoldDialog({ studyId, kind, opened, onClose }: DialogProps & { readonly kind: 'study' | 'patient' }) {
  const client = useClient();
  const place = useChange({
    perform: (reason: string) => client.placeHold({ body: { kind, studyId, reason } }),
    touches: [keys.holds, keys.study(studyId)],
    done: kind === 'study' ? 'The study is on legal hold.' : 'Everything of the patient is on legal hold.',
    quiet: true,
  });
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title={`Legal hold on the ${kind}?`}
      action="Place the hold"
      onConfirm={(reason) => place.mutate(reason, { onSuccess: onClose })}
      isPending={place.isPending}
      error={place.error}
    >
      {kind === 'study'
        ? 'The study cannot be deleted by anybody or any rule until the hold is released.'
        : 'Nothing of the patient can be deleted by anybody or any rule until the hold is released, what comes later included.'}
    </ReasonDialog>
  );
}
