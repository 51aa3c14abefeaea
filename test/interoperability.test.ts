/** A short run of the proof `interoperability`: every verb with DCMTK and Orthanc, in one of the transfer syntaxes. */

import { findMissingOrthanc } from '@isocenter/testkit/orthanc-process';
import { absenceOf, findMissingPrograms } from '@isocenter/testkit/peer-program';
import { describe, expect, test } from 'vitest';
import { tryPeers } from '../proofs/interoperability/interoperability.ts';
import { syntaxCases } from '../proofs/interoperability/samples.ts';

const programs = 'echoscu storescu dcmsend storescp findscu getscu movescu dcmqrscp dcmconv dcmcjpls'.split(' ');
const missing = [...findMissingPrograms(...programs), ...findMissingOrthanc()];
const tried = syntaxCases.filter(({ letter }) => letter === 't');

describe.skipIf(missing.length > 0)(`DCMTK and Orthanc${absenceOf(missing)}`, () => {
  test('do every verb with the node, in both directions', async () => {
    const rows = await tryPeers(tried);
    expect(rows.filter(({ isViolation }) => isViolation)).toEqual([]);
    expect(new Set(rows.map(({ verb }) => verb))).toEqual(
      new Set([
        ...['echo', 'store', 'find', 'get', 'move', 'commit', 'store and commit'],
        ...['find, relational', 'get, relational', 'move, relational'],
        ...['find, Patient Root', 'get, Patient Root', 'move, Patient Root'],
      ]),
    );
  });
});
