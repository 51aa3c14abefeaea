/** The version of this release, from the package's own manifest. */

import manifest from '../package.json' with { type: 'json' };

export const { version } = manifest;
