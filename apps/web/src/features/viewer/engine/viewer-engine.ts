/**
 * Cornerstone, started and stopped: its renderer, its loader of pictures, its metadata, its tools. Everything that it
 * keeps for the whole page is entered here when a viewer opens and taken back when it closes.
 */

import {
  cache,
  Enums,
  imageLoader,
  imageLoadPoolManager,
  init,
  metaData,
  RenderingEngine,
  type StackViewport,
  type Types,
} from '@cornerstonejs/core';
import type { Words } from '../../../languages/catalogue.ts';
import { DecodeError, DecoderPool } from '../frames/decoder-pool.ts';
import { createFrameLoader } from '../frames/frame-loader.ts';
import { decodePicture } from '../frames/rendered-picture.ts';
import { DicomWebError, type Fetch } from '../frames/series-headers.ts';
import { createCornerstoneImage } from './cornerstone-image.ts';
import { createMetadataProvider } from './cornerstone-metadata.ts';
import { FrameRegistry, frameScheme } from './frame-registry.ts';
import { openViewerTools, type PrimaryTool, type ViewerTools } from './viewer-tools.ts';
import { ViewportController } from './viewport-controller.ts';

const engineId = 'viewer';

/** One for each pane of the largest layout; browsers take contexts away from pages that hold many. */
const webGlContexts = 4;

/** Bytes of decoded frames that are kept: a CT of 1000 slices is 500 MB. Devices with little memory keep less. */
const cacheBytes = { ordinary: 1_000_000_000, small: 300_000_000 } as const;

export type ViewerEngineOptions = {
  /** Says what is measured; the language of a page does not change while a viewer is open. */
  readonly t: Words;
  readonly firstTool: PrimaryTool;
  readonly deviceMemoryGb: number;
  readonly fetch: Fetch;
};

export class ViewerEngine {
  readonly registry = new FrameRegistry();
  readonly fetch: Fetch;
  readonly tools: ViewerTools;
  readonly #engine: RenderingEngine;
  readonly #pool: DecoderPool;
  readonly #provider: ReturnType<typeof createMetadataProvider>;
  readonly #controllers = new Map<string, ViewportController>();
  readonly #cacheBytes: number;

  constructor({ t, firstTool, deviceMemoryGb, fetch }: ViewerEngineOptions) {
    this.fetch = fetch;
    init({ rendering: { webGlContextCount: webGlContexts }, debug: {} });
    this.#cacheBytes = deviceMemoryGb <= 4 ? cacheBytes.small : cacheBytes.ordinary;
    cache.setMaxCacheSize(this.#cacheBytes);
    imageLoadPoolManager.maxNumRequests = { interaction: 100, thumbnail: 4, prefetch: 4, compute: 4 };
    const workers = Math.min(4, Math.max(1, Math.floor((navigator.hardwareConcurrency ?? 2) / 2)));
    this.#pool = new DecoderPool(
      () => new Worker(new URL('../frames/decode-worker.ts', import.meta.url), { type: 'module' }),
      workers,
    );
    this.#provider = createMetadataProvider(this.registry);
    metaData.addProvider(this.#provider, 10_000);
    this.#registerLoader();
    this.#engine = new RenderingEngine(engineId);
    this.tools = openViewerTools(t, engineId, firstTool);
    window.addEventListener('unhandledrejection', quietKnownFailures);
  }

  /** Takes an element of the page into use; `viewportId` names it among the others. */
  open(viewportId: string, element: HTMLDivElement): ViewportController {
    this.#engine.enableElement({
      viewportId,
      element,
      type: Enums.ViewportType.STACK,
      defaultOptions: { background: [0, 0, 0] },
    });
    this.tools.group.addViewport(viewportId, engineId);
    const viewport = this.#engine.getViewport(viewportId) as StackViewport; // It was made as one just now.
    const controller = new ViewportController(viewport, this.registry, (frames) => this.#prefetchLimit(frames));
    this.#controllers.set(viewportId, controller);
    return controller;
  }

  close(viewportId: string): void {
    this.#controllers.get(viewportId)?.close();
    this.#controllers.delete(viewportId);
    if (this.#engine.hasBeenDestroyed) return;
    this.tools.group.removeViewports(engineId, viewportId);
    this.#engine.disableElement(viewportId);
  }

  /** After the layout has changed: every picture keeps its zoom relative to its room. */
  resize(): void {
    if (this.#engine.hasBeenDestroyed) return;
    const kept = this.#engine.getViewports().map((viewport) => [viewport, viewport.getViewPresentation()] as const);
    this.#engine.resize(true, false);
    for (const [viewport, presentation] of kept) {
      viewport.setViewPresentation(presentation);
      viewport.render();
    }
  }

  /** Takes the chosen measurement off its picture; false where none on the screen is chosen. */
  clearSelectedMeasurements(): boolean {
    const drawn = [...this.#controllers.values()].map((controller) => controller.drawnImageId());
    const cleared = this.tools.clearSelected(drawn);
    for (const viewport of this.#engine.getViewports()) viewport.render();
    return cleared;
  }

  /** Takes every measurement off every picture. */
  clearMeasurements(): void {
    this.tools.clearMeasurements();
    for (const viewport of this.#engine.getViewports()) viewport.render();
  }

  destroy(): void {
    for (const viewportId of [...this.#controllers.keys()]) this.close(viewportId);
    this.tools.close();
    this.#engine.destroy();
    this.#pool.close();
    metaData.removeProvider(this.#provider);
    cache.purgeCache();
    window.removeEventListener('unhandledrejection', quietKnownFailures);
  }

  #registerLoader(): void {
    const load = createFrameLoader({ fetch: this.fetch, pool: this.#pool, decodePicture });
    imageLoader.registerImageLoader(frameScheme, (imageId, options) => {
      const abort = new AbortController();
      const source = this.registry.get(imageId);
      // Cornerstone hands its own options through as it got them.
      const { priority = 0 } = (options ?? {}) as { readonly priority?: number };
      const loading = load(source, { priority, signal: abort.signal }).then((loaded) => {
        if (loaded.isRendered) this.registry.markRendered(imageId);
        return createCornerstoneImage(imageId, source, loaded) as unknown as Types.IImage & Record<string, unknown>;
      });
      const promise = loading.catch((error: unknown) => {
        if (!abort.signal.aborted) throw error;
        return new Promise<never>(() => undefined); // Called off, as by the end of the viewer: nobody waits for it.
      });
      return { promise, cancelFn: () => abort.abort() };
    });
  }

  /** How many frames may be loaded ahead without pushing out what the other viewports show. */
  #prefetchLimit(frames: readonly string[]): number {
    const [first] = frames;
    const source = first === undefined ? undefined : this.registry.find(first);
    if (source === undefined) return 0;
    const { rows, columns, samplesPerPixel, bitsAllocated } = source.description;
    const frameBytes = rows * columns * samplesPerPixel * Math.max(1, bitsAllocated / 8) * 2;
    const share = (this.#cacheBytes * 0.8) / Math.max(1, this.#controllers.size);
    return Math.max(2, Math.floor(share / frameBytes));
  }
}

/**
 * Cornerstone's cache keeps a promise of its own for each frame and does not look after it: a failure that a pane has
 * already shown would be reported a second time as an error of the page.
 */
function quietKnownFailures(event: PromiseRejectionEvent): void {
  if (event.reason instanceof DicomWebError || event.reason instanceof DecodeError) event.preventDefault();
}
