/** The pages before sign-in: signing in, the first administrator, the first password. */

export const entrance = {
  signIn: 'Sign in',
  email: 'E-mail',
  password: 'Password',
  name: 'Name',
  audited: 'Every sign-in and every access to a study is recorded in the audit trail.',
  newNode: 'This node is new',
  newNodeDetail: 'It has no users yet, and no default password either.',
  newNodeHelp:
    'When it started, the node printed a one-time set-up link in its console. Open that link to create the first administrator.',
  setUp: 'Set up',
  deadLink: 'This link leads nowhere',
  linkIncomplete: 'Open the whole link as it was printed or sent; this one has no token.',
  linkOver:
    'It was used already, or its time has run out. Restarting a node without users prints a new one; otherwise an administrator can make one in the settings.',
  toSignIn: 'Go to sign-in',
  firstAdministrator: 'Create the first administrator',
  firstAdministratorDetail: 'This account manages users, peers and settings of this node.',
  welcome: 'Welcome, {name}',
  choosePassword: 'Choose a password for your account.',
  passwordRule:
    'At least {length, plural, one {# character} other {# characters}}. A sentence is easier to remember than symbols.',
  tooShort: 'Too short',
  createAdministrator: 'Create administrator',
  savePassword: 'Save password',
} as const;
