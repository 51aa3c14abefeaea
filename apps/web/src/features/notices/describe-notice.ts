/** What a notice says, and where it leads. */

import type { Notice } from '@isocenter/contract/notices';
import type { LinkProps } from '@tanstack/react-router';
import type { Words } from '../../languages/catalogue.ts';
import type { Formats } from '../../languages/use-formats.ts';
import { pagePaths } from '../../pages/page-paths.ts';
import { isolate } from '../teams/isolate.ts';

type Values = { readonly by: string; readonly count: number; readonly service: string; readonly day: string };

const sentences: Readonly<Record<Notice['kind'], (t: Words, values: Values) => string>> = {
  'joining-asked': (t) => t('notices.joiningAsked'),
  'upload-waiting': (t, { count }) => t('notices.uploadWaiting', { count }),
  'upload-released': (t, { by, count }) => t('notices.uploadReleased', { by, count }),
  'upload-refused': (t, { count }) => t('notices.uploadRefused', { count }),
  'comment-written': (t, { by, count }) => t('notices.commentWritten', { by, count }),
  'study-shared': (t, { by }) => t('notices.studyShared', { by }),
  'privileges-changed': (t, { by }) => t('notices.privilegesChanged', { by }),
  'member-removed': (t, { by }) => t('notices.memberRemoved', { by }),
  'team-closed': (t, { by }) => t('notices.teamClosed', { by }),
  'emergency-opened': (t, { by, count }) => t('notices.emergencyOpened', { by, count }),
  'review-due': (t, { by, count }) => t('notices.reviewDue', { by, count }),
  'correction-asked': (t) => t('notices.correctionAsked'),
  'token-ending': (t, { service, day }) => t('notices.tokenEnding', { service, day }),
};

export function describeNotice(t: Words, formats: Formats, { kind, by, count, token }: Notice): string {
  const [service, day] = token === undefined ? ['', ''] : [isolate(token.service), formats.day(token.endsAt)];
  return sentences[kind](t, { by: isolate(by ?? t('activity.somebody')), count, service, day });
}

export type Place = Pick<LinkProps, 'to' | 'params'>;

/** Undefined where there is nothing to be seen any more. */
export function placeOf({ kind, team, study }: Notice, isAdmin: boolean): Place | undefined {
  switch (kind) {
    case 'emergency-opened':
    case 'review-due':
      return { to: pagePaths.emergencies };
    case 'correction-asked':
      return study && { to: pagePaths.patient, params: { studyId: study.id } };
    case 'token-ending':
      return isAdmin ? { to: pagePaths.services } : undefined;
    case 'member-removed':
      return undefined;
    default:
      if (study !== undefined) return { to: pagePaths.study, params: { studyId: study.id } };
      return team && { to: pagePaths.team, params: { teamId: team.id } };
  }
}
