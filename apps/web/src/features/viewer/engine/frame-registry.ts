/** Gives each frame the name under which Cornerstone knows it, and keeps what the frame is. */

import type { FrameSource } from '../frames/frame-source.ts';

/** The scheme of the names; the loader of pictures is registered under it. */
export const frameScheme = 'isocenter';

export class FrameRegistry {
  readonly #sources = new Map<string, FrameSource>();
  readonly #names = new Map<string, string>();
  readonly #rendered = new Set<string>();

  /** Returns the name of a frame: the same for the same frame, so that what was measured on it stays with it. */
  add(source: FrameSource): string {
    const key = `${source.seriesInstanceUid}/${source.sopInstanceUid}/${source.frame}`;
    const name = this.#names.get(key) ?? `${frameScheme}:${this.#names.size + 1}`;
    this.#names.set(key, name);
    this.#sources.set(name, source);
    return name;
  }

  find(imageId: string): FrameSource | undefined {
    return this.#sources.get(imageId);
  }

  /** Notes that a frame could only be had as a picture. */
  markRendered(imageId: string): void {
    this.#rendered.add(imageId);
  }

  isRendered(imageId: string): boolean {
    return this.#rendered.has(imageId);
  }

  get(imageId: string): FrameSource {
    const source = this.find(imageId);
    if (source === undefined) throw new Error('A frame is asked for that no series has.');
    return source;
  }
}
