/** What a care team says about a study and its images. */

export const comments = {
  title: 'Comments of the team',
  count: '{count, plural, one {# comment} other {# comments}} of the team',
  none: 'Nobody in the care team has said anything about this study.',
  noTeam: 'You are in no care team that may comment on this study.',
  withdrawn: 'Withdrawn by {author}',
  withdraw: 'Withdraw',
  withdrawQuestion: 'Withdraw this comment?',
  withdrawHelp: 'Its text is deleted. That there was a comment stays.',
  onImage: 'On image {number, number} of series {series, number}',
  onSomeImage: 'On an image',
  text: 'Comment',
  textHelp: 'Members of the care team who see the study read it.',
  team: 'Care team',
  about: 'About',
  aboutStudy: 'The study',
  aboutImage: 'The image on the screen',
  write: 'Comment',
  writeSomething: 'Write something first',
} as const;
