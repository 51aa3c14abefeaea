/** Notices, the newest first: what, when, the way there. Following one marks it as read. */

import type { Notice } from '@isocenter/contract/notices';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import { Moment } from '../../ui/moment.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { useIsAdmin } from '../session/use-session.ts';
import { useChange } from '../settings/use-change.ts';
import { ButtonLink } from '../shell/links.tsx';
import { isolate } from '../teams/isolate.ts';
import { describeNotice, placeOf } from './describe-notice.ts';

export function NoticeList({ notices }: { readonly notices: readonly Notice[] | undefined }) {
  const t = useWords();
  const client = useClient();
  const read = useChange({
    perform: ({ id }: Notice) => client.readNotices({ body: { ids: [id] } }),
    touches: [keys.notices, keys.news],
  });
  return (
    <RecordList<Notice>
      label={t('notices.title')}
      rows={notices}
      rowKey={({ id }) => id}
      empty={t('notices.none')}
      columns={[
        { label: t('access.what'), cell: (notice) => <What notice={notice} /> },
        { label: t('access.when'), cell: ({ at }) => <Moment at={at} />, width: 1 },
      ]}
      actions={(notice) => <Actions notice={notice} onRead={() => read.mutate(notice)} />}
    />
  );
}

function What({ notice }: { readonly notice: Notice }) {
  const t = useWords();
  const formats = useFormats();
  const { team, study, token, isRead } = notice;
  const named = [
    team && t('notices.inTeam', { team: isolate(team.name) }),
    study?.description && isolate(study.description),
    study?.date && formats.day(study.date),
    token && isolate(token.label),
  ].filter((part) => part !== undefined && part !== '');
  return (
    <Stack gap={0}>
      <Group gap={6}>
        <Text fz="sm" fw={isRead ? 400 : 650}>
          {describeNotice(t, formats, notice)}
        </Text>
        {!isRead && (
          <Badge variant="light" radius="sm">
            {t('notices.isNew')}
          </Badge>
        )}
      </Group>
      {named.length > 0 && (
        <Text fz="xs" c="dimmed" fw={400}>
          {named.join(' · ')}
        </Text>
      )}
    </Stack>
  );
}

function Actions({ notice, onRead }: { readonly notice: Notice; readonly onRead: () => void }) {
  const t = useWords();
  const place = placeOf(notice, useIsAdmin());
  const read = notice.isRead ? undefined : onRead;
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      {read !== undefined && (
        <Button size="compact-sm" variant="default" onClick={read}>
          {t('notices.markRead')}
        </Button>
      )}
      {place !== undefined && (
        <ButtonLink size="compact-sm" {...place} {...(read === undefined ? {} : { onClick: read })}>
          {t('notices.open')}
        </ButtonLink>
      )}
    </Group>
  );
}
