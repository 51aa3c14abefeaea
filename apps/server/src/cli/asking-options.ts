/** The options of commands that ask a peer for something: how urgent it is, and in which information model. */

import type { DimsePriority } from '@isocenter/dimse/priority';
import { type Command, Option } from 'commander';
import type { Asking } from '../peers/query-peer.ts';

export type PriorityOptions = { readonly priority?: DimsePriority };

export type AskingOptions = PriorityOptions & { readonly model?: 'study' | 'patient' };

export function withPriorityOption(command: Command): Command {
  return command.addOption(
    new Option('--priority <priority>', 'what the peer is told of its urgency (default: medium)').choices([
      'low',
      'medium',
      'high',
    ]),
  );
}

export function withAskingOptions(command: Command): Command {
  return withPriorityOption(
    command.addOption(
      new Option('--model <model>', 'the information model: Study Root or Patient Root (default: study)').choices([
        'study',
        'patient',
      ]),
    ),
  );
}

export async function readAsking({ model = 'study', priority = 'medium' }: AskingOptions): Promise<Required<Asking>> {
  const { askedModels } = await import('../peers/query-peer.ts');
  return { model: askedModels[model], priority };
}
