/** The viewer: toolbar, panes, keys. Loaded with its engine when the first study is opened. */

import type { StudyDetail } from '@isocenter/contract/study-detail';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useWords } from '../../../languages/language-provider.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import type { PrimaryTool } from '../engine/viewer-tools.ts';
import type { ViewportController } from '../engine/viewport-controller.ts';
import { changeLayout, layouts, neighbourSeries, type PaneState, paneCount, showInPane } from '../layout.ts';
import type { ViewerCommand } from '../shortcuts.ts';
import { Help } from './help.tsx';
import { runOnPicture } from './run-on-picture.ts';
import { Toolbar } from './toolbar.tsx';
import { useActiveState, useCine, useResize, useViewerEngine } from './use-viewer.ts';
import { useViewerKeys } from './use-viewer-keys.ts';
import classes from './viewer.module.css';
import { ViewportPane } from './viewport-pane.tsx';

export type ViewerProps = {
  readonly detail: StudyDetail;
  readonly panes: PaneState;
  readonly onPanes: (panes: PaneState) => void;
  /** Called with the instance on the screen, for the header table. */
  readonly onShown: (sopInstanceUid: string | undefined) => void;
  readonly onHeader: () => void;
  /** Stands before the tools: on a phone, the button of the series. */
  readonly start?: ReactNode;
};

export function Viewer({ detail, panes, onPanes, onShown, onHeader, start }: ViewerProps) {
  const t = useWords();
  const isTouch = useMediaQuery('(pointer: coarse)', undefined, { getInitialValueInEffect: false }) ?? false;
  const firstTool: PrimaryTool = isTouch ? 'scroll' : 'window';
  const engine = useViewerEngine(firstTool);
  const [tool, setTool] = useState<PrimaryTool>(firstTool);
  const [helpOpened, setHelpOpened] = useState(false);
  const [clearing, setClearing] = useState(false);
  const [controllers, setControllers] = useState<ReadonlyMap<string, ViewportController>>(new Map());
  const root = useRef<HTMLDivElement>(null);

  const register = useCallback((viewportId: string, controller: ViewportController | undefined) => {
    setControllers((now) => {
      const next = new Map(now);
      if (controller === undefined) next.delete(viewportId);
      else next.set(viewportId, controller);
      return next;
    });
  }, []);
  const controller = controllers.get(paneId(panes.active));
  const state = useActiveState(controller);
  const cine = useCine(controller, state);
  const shownUid = state.shown?.sopInstanceUid;
  useEffect(() => onShown(shownUid), [onShown, shownUid]);
  useResize(root, engine, panes.layout);

  const seriesUids = detail.series.map((series) => series.seriesInstanceUid);
  const run = (command: ViewerCommand) => {
    switch (command.kind) {
      case 'tool':
        engine?.tools.choose(command.tool);
        setTool(command.tool);
        break;
      case 'series': {
        const next = neighbourSeries(panes, command.step, seriesUids);
        if (next !== undefined) onPanes(showInPane(panes, panes.active, next));
        break;
      }
      case 'next-pane':
        onPanes({ ...panes, active: (panes.active + 1) % paneCount(panes.layout) });
        break;
      case 'play':
        if (state.count > 1) cine.toggle();
        break;
      case 'header':
        onHeader();
        break;
      case 'help':
        setHelpOpened((now) => !now);
        break;
      case 'clear':
        if (engine?.clearSelectedMeasurements() === false && engine.tools.countMeasurements() > 0) setClearing(true);
        break;
      case 'fullscreen':
        toggleFullscreen(root.current);
        break;
      default:
        if (controller !== undefined) runOnPicture(controller, state, command);
    }
  };
  useViewerKeys({ root, run, enabled: !helpOpened && !clearing });

  const { rows, columns } = layouts[panes.layout];
  return (
    <div ref={root} className={classes.viewer}>
      <Toolbar
        state={state}
        tool={tool}
        layout={panes.layout}
        cine={cine}
        onCommand={run}
        onLayout={(layout) => onPanes(changeLayout(panes, layout, seriesUids))}
        onRate={cine.setRate}
        start={start}
      />
      <div
        className={classes.panes}
        style={{ gridTemplate: `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))` }}
      >
        {engine !== undefined &&
          Array.from({ length: paneCount(panes.layout) }, (_, place) => (
            <ViewportPane
              key={paneId(place)}
              engine={engine}
              viewportId={paneId(place)}
              study={detail.study}
              series={detail.series.find((series) => series.seriesInstanceUid === panes.series[place])}
              isActive={place === panes.active}
              isOnly={paneCount(panes.layout) === 1}
              onActivate={() => {
                if (place !== panes.active) onPanes({ ...panes, active: place });
              }}
              onDropSeries={(uid) => onPanes(showInPane(panes, place, uid))}
              onController={register}
            />
          ))}
      </div>
      <ConfirmDialog
        opened={clearing}
        onClose={() => setClearing(false)}
        title={t('viewer.removeAllQuestion')}
        action={t('viewer.removeAll')}
        onConfirm={() => engine?.clearMeasurements()}
      >
        {t('viewer.removeAllDetail')}
      </ConfirmDialog>
      <Help opened={helpOpened} onClose={() => setHelpOpened(false)} />
    </div>
  );
}

function paneId(place: number): string {
  return `pane-${place}`;
}

function toggleFullscreen(element: HTMLElement | null): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else void element?.requestFullscreen();
}
