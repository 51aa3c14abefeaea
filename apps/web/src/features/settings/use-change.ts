/** A change of settings: performed, told, and the lists that it touches asked again. */

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { describeProblem } from '../../api/problem.ts';
import { useWords } from '../../languages/language-provider.tsx';

export type ChangeOptions<Input, Output> = {
  readonly perform: (input: Input) => Promise<Output>;
  /** Key prefixes of what must be asked again. */
  readonly touches: readonly (readonly string[])[];
  /** What is told when it is done; nothing where the page shows it by itself. */
  readonly done?: string | ((output: Output) => string);
  /** Where the page shows the problem itself, for instance in a form. */
  readonly quiet?: boolean;
};

export function useChange<Input, Output>({ perform, touches, done, quiet = false }: ChangeOptions<Input, Output>) {
  const t = useWords();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: perform,
    onSuccess: async (output) => {
      const message = typeof done === 'function' ? done(output) : done;
      if (message !== undefined) notifications.show({ message, color: 'teal' });
      await Promise.all(touches.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
    onError: (error) => {
      if (quiet) return;
      const { title, detail, code } = describeProblem(t, error);
      notifications.show({
        title,
        message: [detail, code].filter((part) => part !== undefined).join(' · '),
        color: 'red',
      });
    },
  });
}
