/**
 * One viewport: shows a stack of frames, does what toolbar, keys and wheel ask for, and tells its state after each
 * picture that was drawn. Lives as long as its element is on the page.
 */

import { cache, Enums, eventTarget, imageLoader, type StackViewport, type Types, utilities } from '@cornerstonejs/core';
import { automaticWindow, type Window, type WindowFunction } from '../image/window-presets.ts';
import { voiFunctions } from './cornerstone-image.ts';
import type { FrameRegistry } from './frame-registry.ts';
import { StackPrefetcher } from './stack-prefetcher.ts';
import { emptyViewportState, notDrawn, readDrawn, type ViewportState } from './viewport-state.ts';

const { Events, RequestType } = Enums;

/** Wheel travel that makes one step: a notch of a mouse wheel has 100 or more, a finger on a pad sends many small ones. */
const wheelStepPx = 60;

/** After Cornerstone's own 5 for what is to be shown at once. */
const prefetchPriority = 10;

export class ViewportController {
  readonly #viewport: StackViewport;
  readonly #registry: FrameRegistry;
  readonly #cacheLimit: (frames: readonly string[]) => number;
  readonly #listeners = new Set<() => void>();
  #state: ViewportState = emptyViewportState;
  #frames: readonly string[] = [];
  #prefetcher: StackPrefetcher | undefined;
  #wheelTravel = 0;
  #playing: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(viewport: StackViewport, registry: FrameRegistry, cacheLimit: (frames: readonly string[]) => number) {
    this.#viewport = viewport;
    this.#registry = registry;
    this.#cacheLimit = cacheLimit;
    viewport.element.addEventListener(Events.IMAGE_RENDERED, this.#drawn);
    eventTarget.addEventListener(Events.IMAGE_LOAD_FAILED, this.#failed);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): ViewportState => this.#state;

  /** The frame on the screen. */
  drawnImageId(): string | undefined {
    return this.#state.isDrawn ? this.#frames[this.#state.index] : undefined;
  }

  /** Shows a stack. Where it holds the frame that is shown, as when more of a series arrives, that one stays as it is. */
  async showStack(frames: readonly string[]): Promise<void> {
    if (frames === this.#frames) return;
    const kept = this.#keep(frames);
    const index = kept?.index ?? 0;
    if (kept === undefined) this.pause();
    this.#prefetcher?.stop();
    this.#frames = frames;
    this.#set({
      ...(kept === undefined ? emptyViewportState : this.#state),
      count: frames.length,
      index,
      pendingIndex: index,
      failure: undefined,
    });
    this.#prefetcher = new StackPrefetcher({
      frames,
      limit: this.#cacheLimit(frames),
      isLoaded: (imageId) => cache.getImageLoadObject(imageId) !== undefined,
      load: (imageId) =>
        imageLoader.loadAndCacheImage(imageId, { priority: prefetchPriority, requestType: RequestType.Prefetch }),
    });
    await this.#load(async () => {
      await this.#viewport.setStack([...frames], index);
      if (this.#frames === frames) kept?.restore();
    });
  }

  /** Takes the stack away: for a series that has none, or whose frames are not known yet. */
  clear(): void {
    this.pause();
    this.#prefetcher?.stop();
    this.#prefetcher = undefined;
    if (this.#frames.length === 0) return;
    this.#frames = [];
    this.#viewport.removeAllActors();
    this.#viewport.render();
    this.#set(emptyViewportState);
  }

  /** Fetches the frame that cannot be shown once more. */
  async retry(): Promise<void> {
    const { failure, index } = this.#state;
    const frames = this.#frames;
    const imageId = frames[index];
    if (failure === undefined || imageId === undefined) return;
    this.#set({ ...this.#state, pendingIndex: index, failure: undefined });
    await this.#load(async () => {
      await imageLoader.loadAndCacheImage(imageId, { priority: 0, requestType: RequestType.Interaction });
      if (this.#frames !== frames || this.#viewport.getCurrentImageIdIndex() !== index) return;
      // Cornerstone stands at this frame already and would not draw it without a new stack.
      const restore = this.#keepPresentation();
      await this.#viewport.setStack([...frames], index);
      restore?.();
    });
  }

  /** Where a new stack has the frame at which we stand, and how that is looked at. */
  #keep(frames: readonly string[]) {
    const shown = this.#state.shown === undefined ? undefined : this.#frames[this.#state.index];
    const index = shown === undefined ? -1 : frames.indexOf(shown);
    return index === -1 ? undefined : { index, restore: this.#keepPresentation() ?? (() => undefined) };
  }

  /** How the pictures of this stack are looked at, as a function that makes it so again; undefined before the first. */
  #keepPresentation(): (() => void) | undefined {
    const drawn = this.#viewport.getCornerstoneImage()?.imageId;
    if (drawn === undefined || !this.#frames.includes(drawn)) return undefined;
    const presentation = this.#viewport.getViewPresentation();
    const { voiRange, VOILUTFunction, invert } = this.#viewport.getProperties();
    return () => {
      this.#viewport.setProperties({ voiRange, VOILUTFunction, invert } as Types.StackViewportProperties); // As it gave them.
      this.#viewport.setViewPresentation(presentation);
    };
  }

  /** Goes to a frame; past either end it stays at the end. */
  async goTo(index: number): Promise<void> {
    const target = Math.max(0, Math.min(this.#frames.length - 1, index));
    if (this.#frames.length === 0 || target === (this.#state.pendingIndex ?? this.#state.index)) return;
    this.#set({ ...this.#state, pendingIndex: target, failure: undefined });
    await this.#load(() => this.#viewport.setImageIdIndex(target));
  }

  step(delta: number): void {
    void this.goTo((this.#state.pendingIndex ?? this.#state.index) + delta);
  }

  setWindow({ center, width }: Window, shape: WindowFunction = 'LINEAR'): void {
    const voiFunction = voiFunctions[shape];
    this.#viewport.setProperties({
      voiRange: utilities.windowLevel.toLowHighRange(width, center, voiFunction),
      VOILUTFunction: voiFunction,
    });
    this.#viewport.render();
  }

  /** The window that shows this frame best, whatever the header offers. */
  setAutomaticWindow(): void {
    const image = this.#viewport.getCornerstoneImage();
    const window = image === undefined || image.color ? undefined : automaticWindow(image.getPixelData());
    if (window !== undefined) this.setWindow(window);
  }

  rotate(): void {
    const { rotation = 0 } = this.#viewport.getViewPresentation();
    this.#viewport.setViewPresentation({ rotation: (rotation + 90) % 360 });
    this.#viewport.render();
  }

  flip(axis: 'horizontal' | 'vertical'): void {
    const { flipHorizontal = false, flipVertical = false } = this.#viewport.getViewPresentation();
    this.#viewport.setViewPresentation(
      axis === 'horizontal' ? { flipHorizontal: !flipHorizontal } : { flipVertical: !flipVertical },
    );
    this.#viewport.render();
  }

  invert(): void {
    this.#viewport.setProperties({ invert: !this.#state.invert });
    this.#viewport.render();
  }

  zoomBy(factor: number): void {
    this.#viewport.setZoom(this.#viewport.getZoom() * factor);
    this.#viewport.render();
  }

  /** Moves the picture to the right and down, in screen pixels. */
  panBy(xPx: number, yPx: number): void {
    const [x, y] = this.#viewport.getPan();
    this.#viewport.setPan([x + xPx, y + yPx]);
    this.#viewport.render();
  }

  /** Everything as it was when the stack was opened, except for the frame. */
  reset(): void {
    this.#viewport.resetProperties();
    this.#viewport.resetCamera();
    this.#viewport.setViewPresentation({ rotation: 0, flipHorizontal: false, flipVertical: false });
    this.#viewport.render();
  }

  /** Plays from the shown frame on, round and round. A frame that is late is waited for, not left out. */
  play(framesPerSecond: number): void {
    this.pause();
    const intervalMs = 1000 / framesPerSecond;
    const turn = async () => {
      const startedAt = performance.now();
      await this.goTo((this.#state.index + 1) % Math.max(1, this.#frames.length));
      if (this.#playing === undefined || this.#closed) return;
      this.#playing = setTimeout(turn, Math.max(0, intervalMs - (performance.now() - startedAt)));
    };
    this.#playing = setTimeout(turn, intervalMs);
  }

  pause(): void {
    clearTimeout(this.#playing);
    this.#playing = undefined;
  }

  close(): void {
    this.#closed = true;
    this.pause();
    this.#prefetcher?.stop();
    this.#listeners.clear();
    const { element } = this.#viewport;
    element.removeEventListener(Events.IMAGE_RENDERED, this.#drawn);
    eventTarget.removeEventListener(Events.IMAGE_LOAD_FAILED, this.#failed);
  }

  async #load(load: () => Promise<unknown>): Promise<void> {
    try {
      await load();
      if (!this.#closed) this.#viewport.render();
    } catch (failure) {
      const { pendingIndex } = this.#state;
      if (!this.#closed && pendingIndex !== undefined) this.#fail(pendingIndex, failure);
    }
  }

  readonly #drawn = (): void => {
    if (this.#closed) return;
    const imageId = this.#viewport.getCornerstoneImage()?.imageId;
    const shown = imageId === undefined ? undefined : this.#registry.find(imageId);
    if (imageId === undefined || shown === undefined) return;
    const index = this.#frames.indexOf(imageId);
    if (index === -1) return; // A late picture of the stack before this one.
    // After a failure the canvas still holds the picture before it, which is drawn again with whatever changes.
    if (!this.#state.isDrawn && index !== this.#viewport.getCurrentImageIdIndex()) return;
    const { pendingIndex } = this.#state;
    if (index !== this.#state.index || this.#state.shown === undefined) this.#prefetcher?.moveTo(index);
    this.#set({
      ...this.#state,
      ...readDrawn(this.#viewport, shown),
      shown,
      isDrawn: true,
      isRendered: this.#registry.isRendered(imageId),
      index,
      pendingIndex: pendingIndex === index ? undefined : pendingIndex,
      failure: undefined,
    });
  };

  readonly #failed = (event: Event): void => {
    // Cornerstone's events are CustomEvents whose detail it documents.
    const { imageId, error } = (event as CustomEvent<{ readonly imageId: string; readonly error: unknown }>).detail;
    const index = this.#viewport.getCurrentImageIdIndex();
    const drawn = this.#state.isDrawn ? this.#frames[this.#state.index] : undefined;
    // Others fail as well: frames that are loaded ahead, and those of the other panes.
    if (this.#frames[index] === imageId && drawn !== imageId) this.#fail(index, error);
  };

  /**
   * Moves onto a frame that cannot be shown: it has its place in the stack, and what is scrolled to next follows it.
   * Cornerstone keeps to itself that a frame failed, and stays with the picture before it.
   */
  #fail(index: number, failure: unknown): void {
    const imageId = this.#frames[index];
    this.#prefetcher?.moveTo(index);
    this.#set({
      ...this.#state,
      ...notDrawn,
      shown: imageId === undefined ? undefined : this.#registry.find(imageId),
      isDrawn: false,
      isRendered: false,
      index,
      pendingIndex: undefined,
      failure,
    });
  }

  /** For the pane, which may have something over the picture: scrolls, with Ctrl zooms. Must not be passive. */
  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (event.ctrlKey) {
      this.zoomBy(Math.exp(-event.deltaY / 300)); // A pinch on a touch pad arrives as wheel with Ctrl.
      return;
    }
    const lineHeightPx = 30;
    this.#wheelTravel += event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * lineHeightPx : event.deltaY;
    const steps = Math.trunc(this.#wheelTravel / wheelStepPx);
    if (steps === 0) return;
    this.#wheelTravel -= steps * wheelStepPx;
    this.step(steps);
  };

  #set(state: ViewportState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
