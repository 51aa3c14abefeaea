/** What every page behind sign-in has: lists that stay fresh, files that may be dropped anywhere, an end. */

import { useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { openLiveUpdates } from '../../api/live-updates.ts';
import { keys } from '../../api/queries.ts';
import { DropOverlay } from '../import/drop-overlay.tsx';
import { useAccountLanguage } from '../session/use-account-language.ts';
import { useSessionEnd } from '../session/use-session.ts';

export function SignedIn() {
  const queryClient = useQueryClient();
  useSessionEnd();
  useAccountLanguage();
  useEffect(
    () =>
      openLiveUpdates(
        (studyIds) => {
          void queryClient.invalidateQueries({ queryKey: keys.studies });
          void queryClient.invalidateQueries({ queryKey: keys.conflicts });
          if (studyIds.length === 0) void queryClient.invalidateQueries({ queryKey: ['study'] });
          for (const studyId of studyIds) void queryClient.invalidateQueries({ queryKey: keys.study(studyId) });
        },
        () => {
          void queryClient.invalidateQueries({ queryKey: keys.deliveries });
          void queryClient.invalidateQueries({ queryKey: keys.destinations });
        },
      ),
    [queryClient],
  );
  return (
    <>
      <Outlet />
      <DropOverlay />
    </>
  );
}
