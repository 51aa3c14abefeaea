/** One study: its series, its header, what differs. */

export const study = {
  title: 'Study',
  series: 'Series',
  back: 'Back to the studies',
  notUpToDate: 'Not up to date',
  notUpToDateWhy: 'The node did not answer when it was asked for news of this study',
  headerKey: 'Header (H)',
  header: 'Header',
  closeHeader: 'Close the header',
  noInstance: 'No instance is shown.',
  seriesCount: '{count, plural, one {# series} other {# series}}',
  oneObject: '{count, plural, one {one object} other {# objects}}',
  frames: '{count, plural, one {# frame} other {# frames}}',
  images: '{count, plural, one {one image} other {# images}}',
  sameUid:
    'Objects with the same UID but other content have arrived. The other copies are kept; an administrator compares them and decides.',
  shown: 'Shown: {copy}',
  kept: 'Kept: {copy}',
  elementCount: '{count, plural, one {# element} other {# elements}} · {syntax}',
  findings:
    '{count, plural, one {One thing in this header is not as it should be} other {# things in this header are not as they should be}}',
  noElement: 'Nothing in this header matches.',
  elements: 'Elements',
  bytes: '{count, plural, one {# byte} other {# bytes}}',
  searchHeader: 'Search the header',
  tagNameValue: 'Tag, name or value',
  noPictures: 'No images for this role',
  noPicturesWhy:
    'You see what this study consists of, who may see it and who has looked. Images, headers and files are for who treats the patient.',
  noAccessList: 'This role does not see who else may see the study',
  sendsNothing: 'This role sends nothing',
} as const;
