/** Writes a comment: for which team, about the study or the image on the screen. */

import type { CommentList, WriteComment } from '@isocenter/contract/comments';
import { NativeSelect, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../api/client-context.tsx';
import { keys } from '../../api/queries.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ReasonButton } from '../../ui/reason-button.tsx';
import { useChange } from '../settings/use-change.ts';

type CommentFormProps = {
  readonly studyId: string;
  /** Those in which the caller may comment. */
  readonly teams: CommentList['teams'];
  readonly shownUid: string | undefined;
};

export function CommentForm({ studyId, teams, shownUid }: CommentFormProps) {
  const t = useWords();
  const client = useClient();
  const [text, setText] = useState('');
  const [about, setAbout] = useState<'study' | 'image'>('study');
  const [chosen, setChosen] = useState<string>();
  const write = useChange({
    perform: (body: WriteComment) => client.writeComment({ params: { id: studyId }, body }),
    touches: [keys.study(studyId)],
  });
  const team = teams.find(({ id }) => id === chosen) ?? teams[0];
  const reason =
    team === undefined ? t('comments.noTeam') : text.trim() === '' ? t('comments.writeSomething') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason !== undefined || team === undefined || write.isPending) return;
    const image = about === 'image' && shownUid !== undefined ? { sopInstanceUid: shownUid } : {};
    write.mutate({ teamId: team.id, text, ...image }, { onSuccess: () => setText('') });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea
          label={t('comments.text')}
          description={t(team === undefined ? 'comments.noTeam' : 'comments.textHelp')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          disabled={team === undefined}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4000}
          dir="auto"
        />
        {teams.length > 1 && (
          <NativeSelect
            label={t('comments.team')}
            value={team?.id ?? ''}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {shownUid !== undefined && team !== undefined && (
          <SegmentedControl
            fullWidth
            size="xs"
            value={about}
            onChange={(value) => setAbout(value === 'image' ? 'image' : 'study')}
            data={[
              { value: 'study', label: t('comments.aboutStudy') },
              { value: 'image', label: t('comments.aboutImage') },
            ]}
            aria-label={t('comments.about')}
          />
        )}
        <ReasonButton type="submit" disabledReason={reason} loading={write.isPending}>
          {t('comments.write')}
        </ReasonButton>
      </Stack>
    </form>
  );
}
