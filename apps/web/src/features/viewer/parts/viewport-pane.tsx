/** One pane of the viewer: the picture, what stands over it, and what is said where there is none. */

import type { StudySummary } from '@isocenter/contract/studies';
import type { SeriesDetail } from '@isocenter/contract/study-detail';
import { Loader, Text } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconFileText, IconPhotoOff } from '@tabler/icons-react';
import { type DragEvent, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { describeProblem } from '../../../api/problem.ts';
import { useWords } from '../../../languages/language-provider.tsx';
import { ProblemAlert } from '../../../ui/problem-alert.tsx';
import type { ViewerEngine } from '../engine/viewer-engine.ts';
import type { ViewportController } from '../engine/viewport-controller.ts';
import { emptyViewportState } from '../engine/viewport-state.ts';
import { describeFrameFailure } from './frame-failure.ts';
import { isSeriesDrag, readDraggedSeries } from './series-drag.ts';
import { SeriesPreview } from './series-preview.tsx';
import { useSeriesStack } from './use-series-stack.ts';
import classes from './viewport.module.css';
import { ViewportOverlay } from './viewport-overlay.tsx';

export type ViewportPaneProps = {
  readonly engine: ViewerEngine;
  readonly viewportId: string;
  readonly study: StudySummary;
  readonly series: SeriesDetail | undefined;
  readonly isActive: boolean;
  readonly isOnly: boolean;
  readonly onActivate: () => void;
  readonly onDropSeries: (seriesInstanceUid: string) => void;
  /** Called with the controller once the pane is in use, and with none when it is gone. */
  readonly onController: (viewportId: string, controller: ViewportController | undefined) => void;
};

export function ViewportPane(props: ViewportPaneProps) {
  const t = useWords();
  const { engine, viewportId, series, study, onController } = props;
  const { ref: sizeRef, width } = useElementSize();
  const pane = useRef<HTMLElement>(null);
  const element = useRef<HTMLDivElement>(null);
  const [controller, setController] = useState<ViewportController>();
  const [dropping, setDropping] = useState(false);
  const stack = useSeriesStack(engine, study.studyInstanceUid, series);
  const frames = stack.data?.frames;

  useEffect(() => {
    if (element.current === null) return;
    const opened = engine.open(viewportId, element.current);
    setController(opened);
    onController(viewportId, opened);
    return () => {
      onController(viewportId, undefined);
      setController(undefined);
      engine.close(viewportId);
    };
  }, [engine, viewportId, onController]);

  useEffect(() => {
    if (frames !== undefined && frames.length > 0) void controller?.showStack(frames);
    else controller?.clear();
  }, [controller, frames]);
  // Not through React, whose wheel listeners are passive and could not keep the page from scrolling.
  useEffect(() => {
    const section = pane.current;
    if (section === null || controller === undefined) return;
    section.addEventListener('wheel', controller.wheel, { passive: false });
    return () => section.removeEventListener('wheel', controller.wheel);
  }, [controller]);

  const { isActive } = props;
  const uid = series?.seriesInstanceUid;
  // Keys follow the series that was chosen, wherever it was chosen.
  useEffect(() => {
    if (isActive && uid !== undefined) pane.current?.focus({ preventScroll: true });
  }, [isActive, uid]);

  const state = useControllerState(controller);
  const showsThisSeries = state.shown !== undefined && state.shown.seriesInstanceUid === series?.seriesInstanceUid;
  const hasPictures = series?.instances.some((instance) => instance.rows !== undefined) ?? false;
  const isWaiting = hasPictures && !showsThisSeries && !stack.isError && frames?.length !== 0;
  const drop = (event: DragEvent) => {
    const dragged = readDraggedSeries(event.dataTransfer);
    setDropping(false);
    if (dragged === undefined) return;
    event.preventDefault();
    props.onDropSeries(dragged);
  };
  return (
    <section
      ref={useMergedRef(sizeRef, pane)}
      className={classes.pane}
      // A picture has its left and right in every language.
      dir="ltr"
      data-active={props.isActive || undefined}
      data-only={props.isOnly || undefined}
      data-dropping={dropping || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the pane takes the keys that scroll, zoom and measure
      tabIndex={0}
      aria-label={t('viewer.viewport', { series: series?.description ?? t('viewer.noSeries') })}
      onPointerDownCapture={props.onActivate}
      onFocus={props.onActivate}
      onContextMenu={(event) => event.preventDefault()}
      onDragOver={(event) => {
        if (!isSeriesDrag(event.dataTransfer)) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={drop}
    >
      <div ref={element} className={classes.canvas} data-hidden={!(showsThisSeries && state.isDrawn) || undefined} />
      {isWaiting && series !== undefined && <SeriesPreview study={study} series={series} />}
      {showsThisSeries && <ViewportOverlay state={state} widthPx={width} unreadable={stack.data?.unreadable ?? 0} />}
      {showsThisSeries && controller !== undefined && state.count > 1 && (
        <input
          type="range"
          className={classes.slider}
          aria-label={t('viewer.image')}
          aria-valuetext={t('viewer.imageOf', { index: state.index + 1, count: state.count })}
          min={0}
          max={state.count - 1}
          value={state.pendingIndex ?? state.index}
          onChange={(event) => void controller.goTo(event.currentTarget.valueAsNumber)}
        />
      )}
      <PaneMessage
        series={series}
        stack={stack}
        failure={showsThisSeries ? state.failure : undefined}
        number={state.index + 1}
        onRetry={() => void controller?.retry()}
      />
      {(stack.isLoading || state.pendingIndex !== undefined) && state.failure === undefined && (
        <div className={classes.loading} role="status" aria-label={t('shared.loading')}>
          <Loader size="sm" color="gray" />
        </div>
      )}
    </section>
  );
}

type PaneMessageProps = {
  readonly series: SeriesDetail | undefined;
  readonly stack: ReturnType<typeof useSeriesStack>;
  readonly failure: unknown;
  /** Of the image that failed, counting from 1. */
  readonly number: number;
  readonly onRetry: () => void;
};

function PaneMessage({ series, stack, failure, number, onRetry }: PaneMessageProps) {
  const t = useWords();
  if (series === undefined) {
    return (
      <div className={classes.center} dir="auto">
        <Text c="dimmed" fz="sm">
          {t('viewer.dragHere')}
        </Text>
      </div>
    );
  }
  if (!series.instances.some((instance) => instance.rows !== undefined)) {
    return (
      <div className={classes.center} dir="auto">
        <IconFileText size={34} stroke={1.3} />
        <Text fw={600}>{series.instances[0]?.sopClassName ?? t('viewer.noImages')}</Text>
        <Text c="dimmed" fz="sm">
          {t('viewer.noPictures')}
        </Text>
      </div>
    );
  }
  if (stack.isError) {
    return (
      <div className={classes.center} dir="auto">
        <ProblemAlert {...describeProblem(t, stack.error)} onRetry={() => void stack.refetch()} />
      </div>
    );
  }
  if (stack.data?.frames.length === 0) {
    return (
      <div className={classes.center} dir="auto">
        <IconPhotoOff size={34} stroke={1.3} />
        <Text fw={600}>{t('viewer.imagesCannot')}</Text>
        <Text c="dimmed" fz="sm">
          {t('viewer.imagesCannotDetail')}
        </Text>
      </div>
    );
  }
  if (failure !== undefined) {
    return (
      <div className={classes.center} dir="auto">
        <ProblemAlert {...describeFrameFailure(t, failure, number)} onRetry={onRetry} />
      </div>
    );
  }
  return null;
}

function useControllerState(controller: ViewportController | undefined) {
  const subscribe = useCallback(
    (listener: () => void) => controller?.subscribe(listener) ?? (() => undefined),
    [controller],
  );
  return useSyncExternalStore(subscribe, () => controller?.state() ?? emptyViewportState);
}
