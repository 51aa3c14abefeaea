/** The frame of the pages: navigation, appearance, language, who is signed in. */

export const shell = {
  home: 'Isocenter, studies',
  main: 'Main',
  page: 'Page',
  studies: 'Studies',
  teams: 'Teams',
  import: 'Import',
  queue: 'Queue',
  settings: 'Settings',
  appearance: 'Appearance',
  light: 'Light',
  dark: 'Dark',
  likeSystem: 'Like the system',
  language: 'Language',
  account: 'Account',
  yourAccount: 'Your account',
  signOut: 'Sign out',
  sessionOpen: 'The session may still be open',
  sessionOpenDetail: 'The node could not be told that you leave. Close the browser, or sign in and out again later.',
} as const;
