/** The parts of the viewer that live beside its drawing: the engine, the state of the active pane, playing, resizing. */

import { type RefObject, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useNodeFetch } from '../../../api/node-fetch-context.tsx';
import { useWords } from '../../../languages/language-provider.tsx';
import { ViewerEngine } from '../engine/viewer-engine.ts';
import type { PrimaryTool } from '../engine/viewer-tools.ts';
import type { ViewportController } from '../engine/viewport-controller.ts';
import { emptyViewportState, type ViewportState } from '../engine/viewport-state.ts';
import { defaultCineRate, readCineRate } from '../image/cine-rate.ts';

/** The engine lives as long as the viewer; it is made after the first drawing, since it needs the page. */
export function useViewerEngine(firstTool: PrimaryTool): ViewerEngine | undefined {
  const [engine, setEngine] = useState<ViewerEngine>();
  const fetch = useNodeFetch();
  const t = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first tool counts when the engine is made, not after
  useEffect(() => {
    const { deviceMemory = 8 } = navigator as Navigator & { readonly deviceMemory?: number }; // Chromium tells it.
    const made = new ViewerEngine({ t, firstTool, deviceMemoryGb: deviceMemory, fetch });
    setEngine(made);
    return () => {
      setEngine(undefined);
      made.destroy();
    };
  }, []);
  return engine;
}

export function useActiveState(controller: ViewportController | undefined): ViewportState {
  const subscribe = useCallback(
    (listener: () => void) => controller?.subscribe(listener) ?? (() => undefined),
    [controller],
  );
  return useSyncExternalStore(subscribe, () => controller?.state() ?? emptyViewportState);
}

/** Playing belongs to the active pane; its rate is that of the header until somebody chooses another. */
export function useCine(controller: ViewportController | undefined, state: ViewportState) {
  const header = state.shown?.header;
  const [chosen, setChosen] = useState<number>();
  const [playing, setPlaying] = useState(false);
  const series = state.shown?.seriesInstanceUid;
  const rate = chosen ?? (header === undefined ? defaultCineRate : readCineRate(header));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another series has its own rate
  useEffect(() => setChosen(undefined), [series]);
  useEffect(() => {
    if (!playing || controller === undefined) return;
    controller.play(rate);
    return () => controller.pause();
  }, [playing, controller, rate]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pane or series stands still at first
  useEffect(() => setPlaying(false), [controller, series]);
  return { playing, rate, setRate: setChosen, toggle: () => setPlaying((now) => !now) };
}

export function useResize(root: RefObject<HTMLElement | null>, engine: ViewerEngine | undefined, layout: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new layout moves the panes within the same room
  useEffect(() => {
    if (engine === undefined || root.current === null) return;
    let frame = 0;
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => engine.resize());
    });
    observer.observe(root.current);
    frame = requestAnimationFrame(() => engine.resize());
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, [engine, layout]);
}
