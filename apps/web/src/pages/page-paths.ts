/** Every address of the application's own pages. API and DICOMweb addresses come from `@isocenter/contract/paths`. */

export const pagePaths = {
  setup: '/setup',
  signIn: '/sign-in',
  /** Next after sign-in for an account that needs a second factor. */
  enrol: '/second-factor',
  account: '/account',
  studies: '/studies',
  study: '/studies/$studyId',
  /** The patient of a study. */
  patient: '/studies/$studyId/patient',
  /** Where a patient is opened in an emergency. */
  emergency: '/emergency',
  /** Where a mail with news leads; made by the node. */
  notices: '/notices',
  teams: '/teams',
  team: '/teams/$teamId',
  /** Where an invitation leads, `/join#TOKEN`; made by the node. */
  join: '/join',
  /** Public: somebody outside asks a team to take an image. */
  handIn: '/hand-in',
  import: '/import',
  queue: '/queue',
  settings: '/settings',
  peers: '/settings/peers',
  sources: '/settings/sources',
  rules: '/settings/rules',
  deidProjects: '/settings/deidentification',
  /** What was held back of de-identified deliveries. */
  deidHeld: '/settings/deidentification/held',
  deidTerms: '/settings/deidentification/lists',
  deidProject: '/settings/deidentification/$projectId',
  users: '/settings/users',
  organisations: '/settings/organisations',
  tokens: '/settings/tokens',
  services: '/settings/services',
  conflicts: '/settings/conflicts',
  conflict: '/settings/conflicts/$conflictId',
  alerts: '/settings/alerts',
  storage: '/settings/storage',
  retention: '/settings/retention',
  trash: '/settings/trash',
  holds: '/settings/holds',
  erasures: '/settings/erasures',
  emergencies: '/settings/emergencies',
  audit: '/settings/audit',
  about: '/settings/about',
  /** A file of the build: the licences of everything that is bundled. */
  licences: '/licences.txt',
} as const;

/** The token of a set-up link: `/setup#TOKEN` or `/setup#token=TOKEN`. */
export function readSetupToken(fragment: string): string | undefined {
  const text = fragment.replace(/^#/, '');
  const token = text.startsWith('token=') ? text.slice('token='.length) : text;
  if (token === '') return undefined;
  try {
    return decodeURIComponent(token);
  } catch {
    return token; // Not percent-encoded after all; the node will say whether it knows it.
  }
}
