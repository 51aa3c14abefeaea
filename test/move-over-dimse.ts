/** A C-MOVE of our own, of high priority, to a destination on this machine that answers as a test says. */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getStrings } from '@isocenter/dicom/values';
import { openAssociation } from '@isocenter/dimse/client';
import { chooseContexts } from '@isocenter/dimse/negotiation';
import { listenDimse } from '@isocenter/dimse/server';
import type { SuboperationCounts } from '@isocenter/dimse/verbs';
import { expect } from 'vitest';
import type { RunningNode } from './running-node.ts';

const studyRootMove = '1.2.840.10008.5.1.4.1.2.2.2';
const highPriority = 1;

export type MoveOptions = {
  /** Of the destination's entry. */
  readonly moveAssociations: number;
  /** That the destination takes at a time. */
  readonly maxAssociations: number;
  /** Status for an instance, by how many came before it, this one counted. */
  readonly answer: (count: number) => number;
  readonly signal?: AbortSignal;
};

export type Moved = {
  readonly status: number;
  readonly counts: SuboperationCounts | undefined;
  readonly failedUids: readonly string[];
  /** That the destination kept, by their UIDs. */
  readonly stored: ReadonlySet<string>;
  /** Associations at a time. */
  readonly most: number;
  readonly pending: readonly SuboperationCounts[];
};

/** Moves what an identifier asks for to a new destination and returns what became of it. */
export async function moveTo(node: RunningNode, asked: Attributes, options: MoveOptions): Promise<Moved> {
  const stored = new Set<string>();
  let most = 0;
  let count = 0;
  const destination = await listenDimse({
    ...{ host: '127.0.0.1', port: 0, maxAssociations: options.maxAssociations },
    accept({ contexts }) {
      most = Math.max(most, destination.associations());
      const decided = chooseContexts(contexts, () => [explicitVrLittleEndian.uid]);
      return { kind: 'accept', contexts: decided, context: undefined };
    },
    verbs: {
      echo: () => 0x0000,
      store: ({ sopInstanceUid, priority }) => ({
        write: () => undefined,
        abort: async () => undefined,
        async end() {
          expect(priority).toBe(highPriority);
          count += 1;
          const status = options.answer(count);
          if (status >> 12 === 0xb || status === 0) stored.add(sopInstanceUid);
          return { status };
        },
      }),
    },
  });
  try {
    const aeTitle = `MOVED${destination.port}`;
    const peer = { name: aeTitle, aeTitle, host: '127.0.0.1', port: destination.port, note: '', enabled: true };
    const { moveAssociations } = options;
    const rest = { verbs: ['echo'], conflictPolicy: 'first', checkAddress: true, moveAssociations };
    expect((await node.api('POST', '/api/peers', { ...peer, ...rest })).status).toBe(201);
    const outcome = await move(node, aeTitle, asked, options.signal);
    return { ...outcome, stored, most };
  } finally {
    await destination.close(0);
  }
}

async function move({ dicomPort, aet }: RunningNode, destinationAet: string, asked: Attributes, signal?: AbortSignal) {
  const syntax = explicitVrLittleEndian;
  const association = await openAssociation({
    ...{ host: '127.0.0.1', port: dicomPort, calledAet: aet, callingAet: 'MOVER' },
    contexts: [{ abstractSyntax: studyRootMove, transferSyntaxes: [syntax.uid] }],
  });
  const identifier = encodeDataSet(buildDataSet(asked), syntax);
  const request = { sopClassUid: studyRootMove, transferSyntaxUid: syntax.uid, identifier, priority: highPriority };
  const responses = association.move({ ...request, destinationAet }, { ...(signal !== undefined && { signal }) });
  const pending: SuboperationCounts[] = [];
  let step = await responses.next();
  for (; !step.done; step = await responses.next()) pending.push(step.value);
  await association.release();
  const { status, counts, identifier: failed } = step.value;
  const list = failed === undefined ? undefined : parseDataSet(failed, syntax).value;
  return { status, counts, pending, failedUids: list ? getStrings(list, tagOf('FailedSOPInstanceUIDList')) : [] };
}
