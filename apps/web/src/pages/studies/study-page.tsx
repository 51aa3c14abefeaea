/** One study: its series, its pictures, its header. Dark, and all of the window. */

import type { SeriesDetail, StudyDetail } from '@isocenter/contract/study-detail';
import { Button, Center, Drawer, Loader, Stack, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconPhotoOff, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazyRouteComponent, useParams } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { studyQuery } from '../../api/queries.ts';
import { CommentsPanel } from '../../features/comments/comments-panel.tsx';
import { useMay } from '../../features/session/use-session.ts';
import { HeaderPanel } from '../../features/study/header-panel.tsx';
import { SeriesList } from '../../features/study/series-list.tsx';
import classes from '../../features/study/study.module.css';
import { StudyHeader } from '../../features/study/study-header.tsx';
import { openPanes, type PaneState, paneCount, showInPane } from '../../features/viewer/layout.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useDarkPage } from '../../ui/dark-page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

/** Where its file is gone, as after an update of the node, the page is loaded anew once. */
const Viewer = lazyRouteComponent(() => import('../../features/viewer/parts/viewer.tsx'), 'Viewer');

export function StudyPage() {
  const t = useWords();
  usePageTitle(t('study.title'));
  useDarkPage();
  const { studyId } = useParams({ from: '/signed-in/studies/$studyId' });
  const study = useQuery(studyQuery(useClient(), studyId));
  const mayLook = useMay('images');
  // The viewer is on its way while the node still looks the study up.
  useEffect(() => {
    if (mayLook) void Viewer.preload?.();
  }, [mayLook]);
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
  const [comments, commentsPanel] = useDisclosure(false);
  const [sheet, seriesSheet] = useDisclosure(false);
  const choose = (uid: string) => {
    setPanes((now) => showInPane(now, now.active, uid));
    seriesSheet.close();
  };
  const activeUid = panes.series[panes.active];
  const shown = [activeUid, ...panes.series.slice(0, paneCount(panes.layout))].filter((uid) => uid !== undefined);
  const mayLook = useMay('images');
  const seriesProps = { studyInstanceUid: study.studyInstanceUid, series, shown, withPictures: mayLook };
  const list = <SeriesList {...seriesProps} onChoose={choose} />;
  const seriesButton = narrow && <SeriesButton count={series.length} onOpen={seriesSheet.open} />;
  return (
    <div className={classes.page}>
      <StudyHeader
        detail={detail}
        shown={findSeries(detail, activeUid)}
        narrow={narrow}
        onRefresh={onRefresh}
        onHeader={headerPanel.toggle}
        headerOpened={header}
        onComments={commentsPanel.open}
      />
      <aside className={classes.side}>{list}</aside>
      <main className={classes.main}>
        {mayLook ? (
          <Suspense fallback={<Waiting />}>
            <Viewer
              detail={detail}
              panes={panes}
              onPanes={setPanes}
              onShown={setShownUid}
              onHeader={headerPanel.toggle}
              start={seriesButton}
            />
          </Suspense>
        ) : (
          <NoPictures>{seriesButton}</NoPictures>
        )}
      </main>
      <HeaderPanel
        opened={header}
        onClose={headerPanel.close}
        instanceId={findInstance(detail, shownUid, activeUid)?.id}
        narrow={narrow}
      />
      <CommentsPanel
        detail={detail}
        shownUid={findInstance(detail, shownUid, activeUid)?.sopInstanceUid}
        opened={comments}
        onClose={commentsPanel.close}
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

/** For a role that is told what a study consists of, and is given nothing of it. */
function NoPictures({ children }: { readonly children: ReactNode }) {
  const t = useWords();
  return (
    <Center h="100%" p="xl">
      <Stack align="center" gap="sm" maw={420} ta="center">
        <IconPhotoOff size={40} stroke={1.3} aria-hidden />
        <Text fw={600}>{t('study.noPictures')}</Text>
        <Text fz="sm" c="dimmed">
          {t('study.noPicturesWhy')}
        </Text>
        {children}
      </Stack>
    </Center>
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
function findInstance(
  { series }: StudyDetail,
  shownUid: string | undefined,
  activeUid: string | undefined,
): SeriesDetail['instances'][number] | undefined {
  const active = series.find((one) => one.seriesInstanceUid === activeUid);
  const shown = active?.instances.find((instance) => instance.sopInstanceUid === shownUid);
  return shown ?? active?.instances[0];
}
