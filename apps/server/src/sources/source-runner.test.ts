/** Copying from archives, on one node and database for all: by subject in `test/`. */

import { describeMirrorDeletions } from './test/mirror-deletions.ts';
import { describeMirrors } from './test/mirrors.ts';
import { describePollPace } from './test/poll-pace.ts';
import { describePolls } from './test/polls.ts';
import { useSources } from './test/source-fixture.ts';

const fixture = useSources();
describePolls(fixture);
describePollPace(fixture);
describeMirrors(fixture);
describeMirrorDeletions(fixture);
