/** The way to the notices, with how many are unread. */

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useClient } from '../../api/client-context.tsx';
import { newsQuery } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { pagePaths } from '../../pages/page-paths.ts';
import classes from './bell.module.css';

export function Bell() {
  const t = useWords();
  const { data } = useQuery(newsQuery(useClient()));
  const unread = data?.unread ?? 0;
  const label = t('notices.bell', { count: unread });
  return (
    <Tooltip label={label}>
      <ActionIcon
        component={Link}
        to={pagePaths.notices}
        className={classes.bell}
        variant="subtle"
        color="gray"
        size={36}
        aria-label={label}
      >
        <IconBell size={20} stroke={1.6} />
        {unread > 0 && (
          <span className={classes.count} aria-hidden>
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </ActionIcon>
    </Tooltip>
  );
}
