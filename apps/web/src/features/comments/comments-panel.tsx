/** What the care team says about a study and its images, and a line to say more. */

import type { Comment } from '@isocenter/contract/comments';
import type { StudyDetail } from '@isocenter/contract/study-detail';
import { Button, Drawer, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../api/client-context.tsx';
import { describeProblem } from '../../api/problem.ts';
import { commentsQuery, keys } from '../../api/queries.ts';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useChange } from '../settings/use-change.ts';
import { CommentForm } from './comment-form.tsx';

type CommentsPanelProps = {
  readonly detail: StudyDetail;
  /** The image on the screen. */
  readonly shownUid: string | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
};

export function CommentsPanel({ detail, shownUid, opened, onClose }: CommentsPanelProps) {
  const t = useWords();
  const { id: studyId } = detail.study;
  const { data, error, refetch } = useQuery(commentsQuery(useClient(), studyId));
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size="md" title={t('comments.title')}>
      {error !== null && <ProblemAlert {...describeProblem(t, error)} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <Stack gap="md">
          {data.comments.length === 0 ? (
            <Text fz="sm" c="dimmed">
              {t('comments.none')}
            </Text>
          ) : (
            <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('comments.title')}>
              {data.comments.map((comment) => (
                <li key={comment.id}>
                  <CommentView comment={comment} detail={detail} />
                </li>
              ))}
            </Stack>
          )}
          <CommentForm studyId={studyId} teams={data.teams} shownUid={shownUid} />
        </Stack>
      )}
    </Drawer>
  );
}

function CommentView({ comment, detail }: { readonly comment: Comment; readonly detail: StudyDetail }) {
  const t = useWords();
  const client = useClient();
  const withdraw = useChange({
    perform: () => client.withdrawComment({ params: { id: comment.id } }),
    touches: [keys.study(detail.study.id)],
  });
  const { author, teamName, text, isOwn, writtenAt, sopInstanceUid } = comment;
  return (
    <Paper withBorder radius="md" p="sm">
      <Text fz="xs" c="dimmed">
        <bdi>{author}</bdi> · <bdi>{teamName}</bdi> · <Moment at={writtenAt} />
      </Text>
      {sopInstanceUid !== undefined && (
        <Text fz="xs" c="dimmed">
          {describeImage(t, detail, sopInstanceUid)}
        </Text>
      )}
      <Text
        fz="sm"
        dir="auto"
        {...(text === undefined ? { c: 'dimmed', fs: 'italic' } : {})}
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {text ?? t('comments.withdrawn', { author })}
      </Text>
      {isOwn && text !== undefined && (
        <Group justify="flex-end">
          <ConfirmButton
            title={t('comments.withdrawQuestion')}
            action={t('comments.withdraw')}
            onConfirm={() => withdraw.mutate(undefined)}
            trigger={(open) => (
              <Button size="compact-xs" variant="subtle" color="gray" onClick={open}>
                {t('comments.withdraw')}
              </Button>
            )}
          >
            {t('comments.withdrawHelp')}
          </ConfirmButton>
        </Group>
      )}
    </Paper>
  );
}

/** By its number and that of its series, where both have one. */
function describeImage(t: Words, { series }: StudyDetail, uid: string): string {
  for (const one of series) {
    const image = one.instances.find(({ sopInstanceUid }) => sopInstanceUid === uid);
    if (image?.number !== undefined && one.number !== undefined) {
      return t('comments.onImage', { number: image.number, series: one.number });
    }
  }
  return t('comments.onSomeImage');
}
