/**
 * Lets pages and readers of the change feed that are connected to one gateway know at once what changed at another: which
 * studies, collected for a moment, and nothing of them.
 */

import type { IndexWriter } from '../archive/index-writer.ts';
import type { StudyEvents } from '../studies/events.ts';
import type { GatewayLink, Notice } from './gateway-link.ts';

const tickMs = 250;

export type SharedChangesOptions = {
  readonly link: GatewayLink;
  readonly index: Pick<IndexWriter, 'events'>;
  readonly events: StudyEvents;
  /** True while there may be somebody to tell. */
  readonly hasOthers: () => boolean;
};

export class SharedChanges {
  readonly #options: SharedChangesOptions;
  readonly #pending = new Set<number>();
  readonly #onChanged = (studies: readonly number[]) => this.#collect(studies);
  readonly #onNotice = (notice: Notice) => {
    if (notice.kind === 'studies') this.#options.events.changed(notice.studies);
  };
  #tick: NodeJS.Timeout | undefined;

  constructor(options: SharedChangesOptions) {
    this.#options = options;
    options.index.events.on('changed', this.#onChanged);
    options.link.events.on('notice', this.#onNotice);
  }

  /** Tells here and elsewhere of studies that changed in another way than by what the index took in. */
  changed(studies: readonly number[]): void {
    this.#options.events.changed(studies);
    this.#collect(studies);
  }

  close(): void {
    this.#options.index.events.off('changed', this.#onChanged);
    this.#options.link.events.off('notice', this.#onNotice);
    clearTimeout(this.#tick);
  }

  #collect(studies: readonly number[]): void {
    if (!this.#options.hasOthers()) return;
    for (const study of studies) this.#pending.add(study);
    this.#tick ??= setTimeout(() => this.#tell(), tickMs).unref();
  }

  #tell(): void {
    this.#tick = undefined;
    const studies = [...this.#pending];
    this.#pending.clear();
    void this.#options.link.tellStudies(studies);
  }
}
