/** One study: its series, its pictures, its header. Dark, and all of the window. */

import type { SeriesDetail, StudyDetail } from '@isocenter/contract/study-detail';
import { ActionIcon, Button, Center, Drawer, Loader, Tooltip } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft, IconListDetails, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, lazyRouteComponent, useParams } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { studyQuery } from '../../api/queries.ts';
import { AccessButton } from '../../features/access/access-button.tsx';
import { SendButton } from '../../features/delivery/send-button.tsx';
import { ImportIndicator } from '../../features/import/import-indicator.tsx';
import { UserMenu } from '../../features/shell/user-menu.tsx';
import { StudyActions } from '../../features/storage/study-actions.tsx';
import { nameOf } from '../../features/studies/patient-name.ts';
import { StudyLabels, StudyState } from '../../features/studies/study-state.tsx';
import { ConflictNotice } from '../../features/study/conflict-notice.tsx';
import { HeaderPanel } from '../../features/study/header-panel.tsx';
import { SeriesList } from '../../features/study/series-list.tsx';
import classes from '../../features/study/study.module.css';
import { openPanes, type PaneState, paneCount, showInPane } from '../../features/viewer/layout.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useDarkPage } from '../../ui/dark-page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { pagePaths } from '../page-paths.ts';

/** Where its file is gone, as after an update of the node, the page is loaded anew once. */
const Viewer = lazyRouteComponent(() => import('../../features/viewer/parts/viewer.tsx'), 'Viewer');

export function StudyPage() {
  const t = useWords();
  usePageTitle(t('study.title'));
  useDarkPage();
  const { studyId } = useParams({ from: '/signed-in/studies/$studyId' });
  const study = useQuery(studyQuery(useClient(), studyId));
  // The viewer is on its way while the node still looks the study up.
  useEffect(() => void Viewer.preload?.(), []);
  if (study.data !== undefined) {
    // What is looked at and measured stays, also where asking for news of it has failed.
    const refresh = study.isError ? () => void study.refetch() : undefined;
    return <StudyView key={studyId} detail={study.data} onRefresh={refresh} />;
  }
  if (!study.isError) return <Waiting />;
  return (
    <Center h="100dvh" p="xl">
      <ProblemAlert {...describeProblem(t, study.error)} onRetry={() => void study.refetch()} />
    </Center>
  );
}

type StudyViewProps = {
  readonly detail: StudyDetail;
  /** Asks again, where the study could not be brought up to date. */
  readonly onRefresh: (() => void) | undefined;
};

function StudyView({ detail, onRefresh }: StudyViewProps) {
  const t = useWords();
  const { study, series } = detail;
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const [panes, setPanes] = useState<PaneState>(() => openPanes(firstSeries(detail)));
  const [shownUid, setShownUid] = useState<string>();
  const [header, headerPanel] = useDisclosure(false);
  const [sheet, seriesSheet] = useDisclosure(false);
  const choose = (uid: string) => {
    setPanes((now) => showInPane(now, now.active, uid));
    seriesSheet.close();
  };
  const activeUid = panes.series[panes.active];
  const shown = [activeUid, ...panes.series.slice(0, paneCount(panes.layout))].filter((uid) => uid !== undefined);
  const list = <SeriesList studyInstanceUid={study.studyInstanceUid} series={series} shown={shown} onChoose={choose} />;
  return (
    <div className={classes.page}>
      <StudyHeader
        detail={detail}
        shown={findSeries(detail, activeUid)}
        onRefresh={onRefresh}
        onHeader={headerPanel.toggle}
        headerOpened={header}
      />
      <aside className={classes.side}>{list}</aside>
      <main className={classes.main}>
        <Suspense fallback={<Waiting />}>
          <Viewer
            detail={detail}
            panes={panes}
            onPanes={setPanes}
            onShown={setShownUid}
            onHeader={headerPanel.toggle}
            start={narrow && <SeriesButton count={series.length} onOpen={seriesSheet.open} />}
          />
        </Suspense>
      </main>
      <HeaderPanel
        opened={header}
        onClose={headerPanel.close}
        instanceId={findInstanceId(detail, shownUid, activeUid)}
        narrow={narrow}
      />
      <Drawer
        opened={narrow && sheet}
        onClose={seriesSheet.close}
        position="bottom"
        size="70%"
        title={t('study.series')}
        radius="lg"
      >
        {list}
      </Drawer>
    </div>
  );
}

type StudyHeaderProps = StudyViewProps & {
  readonly shown: SeriesDetail | undefined;
  readonly onHeader: () => void;
  readonly headerOpened: boolean;
};

function StudyHeader({ detail, shown, onRefresh, onHeader, headerOpened }: StudyHeaderProps) {
  const t = useWords();
  const { study } = detail;
  const about = [study.patientId, study.patientBirthDate, study.patientSex].filter((part) => part !== undefined);
  const exam = [study.studyDate, study.description].filter((part) => part !== undefined);
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
      {onRefresh !== undefined && (
        <Tooltip label={t('study.notUpToDateWhy')}>
          <Button variant="light" color="orange" size="compact-sm" onClick={onRefresh}>
            {t('study.notUpToDate')}
          </Button>
        </Tooltip>
      )}
      <ImportIndicator />
      <ConflictNotice studyId={study.id} count={study.conflicts} />
      <Tooltip label={t('study.headerKey')}>
        <ActionIcon
          variant={headerOpened ? 'light' : 'subtle'}
          color={headerOpened ? 'iso' : 'gray'}
          size={40}
          aria-label={t('study.header')}
          aria-pressed={headerOpened}
          onClick={onHeader}
        >
          <IconListDetails size={20} />
        </ActionIcon>
      </Tooltip>
      <AccessButton studyId={study.id} />
      <SendButton studyId={study.id} />
      <StudyActions detail={detail} shown={shown} />
      <UserMenu />
    </header>
  );
}

function SeriesButton({ count, onOpen }: { readonly count: number; readonly onOpen: () => void }) {
  const t = useWords();
  return (
    <Button variant="default" h={44} me={4} leftSection={<IconStack2 size={18} />} onClick={onOpen}>
      {t('study.seriesCount', { count })}
    </Button>
  );
}

function Waiting() {
  const t = useWords();
  return (
    <Center h="100%" mih={200} bg="black" role="status" aria-label={t('shared.loading')}>
      <Loader size="sm" type="dots" color="gray" />
    </Center>
  );
}

/** Series with pictures first, so that the viewer opens on one; the list itself keeps its order. */
function firstSeries({ series }: StudyDetail): readonly string[] {
  const hasPictures = (one: StudyDetail['series'][number]) => one.instances.some((instance) => instance.renderable);
  const pictured = series.filter(hasPictures);
  return (pictured.length > 0 ? pictured : series).map((one) => one.seriesInstanceUid);
}

function findSeries({ series }: StudyDetail, uid: string | undefined): SeriesDetail | undefined {
  return series.find((one) => one.seriesInstanceUid === uid);
}

/** The instance on the screen; for a series without pictures its first object. */
function findInstanceId(
  { series }: StudyDetail,
  shownUid: string | undefined,
  activeUid: string | undefined,
): string | undefined {
  const active = series.find((one) => one.seriesInstanceUid === activeUid);
  const shown = active?.instances.find((instance) => instance.sopInstanceUid === shownUid);
  return (shown ?? active?.instances[0])?.id;
}
