/** What this node asks of others, and the one object that it makes: from the code that asks, for the conformance statement. */

import { PeerProposal } from '@isocenter/contract/peers';
import { findDictionaryEntry } from '@isocenter/dicom/dictionary';
import { formatTag } from '@isocenter/dicom/tag';
import { findSopClass } from '@isocenter/dicom/uids';
import { getStrings } from '@isocenter/dicom/values';
import { dimsePriority } from '@isocenter/dimse/priority';
import { type QueryOption, readQueryOptions } from '@isocenter/dimse/query-options';
import { askedModels, contextOf, proposalsTo } from '../../apps/server/src/peers/query-peer.ts';
import { buildTestPicture } from '../../apps/server/src/peers/test-picture.ts';
import { type InformationModel, studyRoot } from '../../apps/server/src/query-retrieve/information-models.ts';
import { hex, table } from './markdown.ts';

const services = ['find', 'move', 'get'] as const;

export function askedModelTable(): string {
  const commands = '`isocenter find`, `isocenter get`';
  const asks = (model: InformationModel) =>
    model === studyRoot ? `the node by itself, the test of a peer, ${commands}` : commands;
  const rows = Object.values(askedModels).map((model) => [model.name, model.levels.join(', '), asks(model)]);
  return table(['information model', 'levels of C-FIND, C-MOVE and C-GET', 'asked by'], rows);
}

/** What is proposed for each service by an entry that names everything. */
export function proposedOptions(): string {
  const proposes: readonly QueryOption[] = PeerProposal.anyOf.map((one) => one.const);
  const rows = services.map((service) => {
    const { extendedNegotiations: [negotiation] = [] } = proposalsTo({ proposes }, [contextOf(service)]);
    const options = readQueryOptions(negotiation?.information ?? new Uint8Array(), service);
    return [`C-${service.toUpperCase()}`, [...options].join(', ')];
  });
  return table(['service', 'extended negotiation, of what the peer’s entry names'], rows);
}

export function priorities(): string {
  const values = Object.entries(dimsePriority).map(([name, value]) => `${name} ${hex(value)}`);
  const any = values.join(', ');
  const medium = `medium ${hex(dimsePriority.medium)}`;
  return table(
    ['request of this node', 'Priority (0000,0700)'],
    [
      ['C-STORE of the outgoing queue', `that of the delivery: ${any}`],
      ['C-STORE, sub-operation of a C-MOVE or C-GET', 'that of the C-MOVE or C-GET'],
      [
        'C-STORE of `isocenter send`; C-FIND, C-MOVE, C-GET of `isocenter find` and `isocenter get`',
        `${any}; ${medium} unless told`,
      ],
      ['every other', medium],
    ],
  );
}

/** The test picture: what is the same in every one of them, with its values. */
export function createdObject(): string {
  const { sopClassUid, dataSet } = buildTestPicture(new Date('2026-01-02T03:04:05Z'));
  const other = buildTestPicture(new Date('2026-02-03T04:05:06Z')).dataSet;
  const rows = dataSet.elements.map(({ tag, vr }) => {
    const value = getStrings(dataSet, tag).join('\\');
    const isFixed = value === getStrings(other, tag).join('\\');
    const shown = vr === 'OW' ? 'a checkerboard' : value === '' ? 'empty' : isFixed ? value : 'of the moment';
    return [formatTag(tag), findDictionaryEntry(tag)?.keyword ?? '', vr, shown];
  });
  const name = findSopClass(sopClassUid)?.name ?? sopClassUid;
  return [
    `One: ${name} (${sopClassUid}), sent to a peer by *Store* on the page of peers, always in the same study and series:`,
    table(['tag', 'attribute', 'VR', 'value'], rows),
  ].join('\n\n');
}
