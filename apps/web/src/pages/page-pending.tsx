/** What stands in place of a page while it is on its way; quiet, since it is mostly gone at once. */

import { Center, Loader } from '@mantine/core';

export function PagePending() {
  return (
    <Center h="50vh" role="status" aria-label="Loading">
      <Loader size="sm" type="dots" />
    </Center>
  );
}
