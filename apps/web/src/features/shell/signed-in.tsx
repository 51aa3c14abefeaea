/** What every page behind sign-in has: lists that stay fresh, files that may be dropped anywhere, an end. */

import { Outlet } from '@tanstack/react-router';
import { DropOverlay } from '../import/drop-overlay.tsx';
import { useAccountLanguage } from '../session/use-account-language.ts';
import { useSessionEnd } from '../session/use-session.ts';
import { useLiveUpdates } from './use-live-updates.ts';

export function SignedIn() {
  useSessionEnd();
  useAccountLanguage();
  useLiveUpdates();
  return (
    <>
      <Outlet />
      <DropOverlay />
    </>
  );
}
