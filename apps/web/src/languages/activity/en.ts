/** What happened in a care team. */

export const activity = {
  title: 'Activity',
  help: 'What happened since you joined; who manages the team sees it from the beginning.',
  none: 'Nothing has happened yet.',
  older: 'Show older',
  somebody: 'Somebody',
  theStudy: 'Study',
  made: '{by} made the team',
  joined: '{who} joined; {by} had asked for it',
  left: '{who} left the team',
  removed: '{by} removed {who} from the team',
  ownerChanged: '{by} handed the team on to {who}',
  privilegesChanged: '{by} changed what {who} may do',
  handedIn: '{by} handed in {count, plural, one {# file} other {# files}}',
  released: '{count, plural, one {# file} other {# files}} of {by} passed the check',
  refused: '{count, plural, one {# file} other {# files}} of {by} did not pass the check',
  shared: '{by} shared a study with the team',
  commented: '{by} wrote {count, plural, one {a comment} other {# comments}}',
  closed: '{by} closed the team',
} as const;
