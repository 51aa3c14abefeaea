/** A source while it is written: what a new one begins with, keys as lines, and what is still in the way. */

import type { MirrorSettings, Source, SourceInput } from '@isocenter/contract/sources';
import type { Words } from '../../languages/catalogue.ts';

export type SourceDraft = Omit<SourceInput, 'keys' | 'studiesPerHour' | 'mirror'> & {
  /** `Keyword=value` */
  readonly lines: readonly string[];
  readonly studiesPerHour: number | undefined;
  readonly mirror: MirrorSettings | undefined;
};

export const newSource: SourceDraft = {
  name: '',
  peerId: '',
  everyMinutes: 10,
  hours: [],
  lookBackDays: 2,
  modalities: [],
  lines: [],
  answerLimit: 500,
  maxConcurrent: 1,
  studiesPerHour: undefined,
  mirror: undefined,
};

export const newMirror: MirrorSettings = { order: 'newest', compareEveryDays: 7, sendBack: true };

export function draftOf(source: Source): SourceDraft {
  const { name, peerId, everyMinutes, hours, lookBackDays, modalities, answerLimit, maxConcurrent } = source;
  const lines = Object.entries(source.keys).map(([keyword, value]) => `${keyword}=${value}`);
  const { studiesPerHour, mirror } = source;
  return {
    ...{ name, peerId, everyMinutes, hours, lookBackDays, modalities, lines, answerLimit, maxConcurrent },
    ...{ studiesPerHour, mirror },
  };
}

export function inputOf({ lines, studiesPerHour, mirror, ...draft }: SourceDraft): SourceInput {
  return {
    ...draft,
    keys: Object.fromEntries(lines.map(keyOf)),
    ...(studiesPerHour !== undefined && { studiesPerHour }),
    ...(mirror !== undefined && { mirror }),
  };
}

function keyOf(line: string): readonly [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

/** Returns why it cannot be saved yet. */
export function reasonAgainst(t: Words, draft: SourceDraft): string | undefined {
  if (draft.name.trim() === '') return t('sources.enterName');
  if (draft.peerId === '') return t('sources.chooseArchive');
  if (!(draft.everyMinutes >= 1)) return t('sources.enterHowOften');
  if (!(draft.maxConcurrent >= 1)) return t('sources.enterHowMany');
  if (!(draft.answerLimit >= 1)) return t('sources.enterAnswers');
  const isKey = (line: string) => /^\s*[A-Za-z0-9]+\s*=\s*\S/.test(line);
  return draft.lines.every(isKey) ? undefined : t('sources.keyForm');
}
