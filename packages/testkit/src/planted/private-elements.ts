/**
 * Private elements (PS3.5 §7.8) as makers write them, with identity in text, in numbers of unknown VR, in blobs of a
 * proprietary header, in XML and in UIDs; and three of PS3.15 Table E.3.10-1 that are safe and shall stay.
 */

import type { Attributes } from '@isocenter/dicom/build';
import type { Planter } from './planter.ts';

export function privateElements(p: Planter): Attributes {
  const { patient } = p;
  const csa = Buffer.concat([
    Buffer.from('SV10\x04\x03\x02\x01', 'latin1'),
    Buffer.alloc(40),
    Buffer.from(`<ParamString."PatientName">  { "${p.personInText('private OB, ASCII')}" }  TEST${patient.idDigits}\0`),
    Buffer.from(`UID ${p.hiddenUid('UID in private OB')}`),
  ]);
  const wide = Buffer.from(`Name=${p.personInText('private OB, UTF-16')};Id=${patient.idDigits}`, 'utf16le');
  const xml = `<?xml version="1.0"?><Patient><Name>${p.personInText('private XML')}</Name><Birth>${patient.birthDate}</Birth></Patient>`;
  return {
    '00190010': { vr: 'LO', value: 'SIEMENS MR HEADER' },
    '0019100C': { vr: 'IS', value: '1000' },
    '0019100D': { vr: 'CS', value: 'DIRECTIONAL' },
    '00191008': { vr: 'CS', value: `IMAGE ${p.word('private text').toUpperCase()}`.slice(0, 16) },
    '00290010': { vr: 'LO', value: 'SIEMENS CSA HEADER' },
    '00291010': { vr: 'OB', value: even(csa) },
    '00291009': { vr: 'LO', value: patient.birthDate },
    '00290011': { vr: 'LO', value: 'TEST UTF16 BLOB' },
    '00291110': { vr: 'OB', value: even(wide) },
    '00291120': { vr: 'UT', value: xml },
    '20010010': { vr: 'LO', value: 'Philips Imaging DD 001' },
    '200110C8': { vr: 'LO', value: `Exam of ${p.personInText('private text')}` },
    '2001105F': {
      vr: 'SQ',
      value: [
        {
          '20010010': { vr: 'LO', value: 'Philips Imaging DD 001' },
          '200110CC': { vr: 'ST', value: `for ${p.word('nested private text')}` },
        },
      ],
    },
    '20050010': { vr: 'LO', value: 'TEST UNKNOWN VR' },
    '20051001': { vr: 'UN', value: even(Buffer.from(`${p.personInText('private UN')} ${patient.idDigits}`)) },
    '20051006': { vr: 'UN', value: implicitSequence(p.person('private UN, a sequence')) },
    '20051002': { vr: 'UI', value: p.uid() },
    '20051003': { vr: 'DA', value: p.date() },
    '20051004': { vr: 'PN', value: p.person('private text') },
    '20051005': { vr: 'LO', value: `UID ${p.hiddenUid('UID in private text')}`.slice(0, 64) },
    '70530010': { vr: 'LO', value: 'Philips PET Private Group' },
    '70531000': { vr: 'DS', value: '0.000551' },
    // An element nobody named the owner of, PS3.5 §7.8.1.
    '00331001': { vr: 'LO', value: `Orphan ${p.word('private without a creator')}` },
  };
}

/** A sequence of one item in implicit VR, as it stands in UN, PS3.5 §6.2.2. */
function implicitSequence(name: string): Buffer {
  const value = Buffer.from(name.length % 2 ? `${name} ` : name);
  const header = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0, 0x10, 0x00, 0x10, 0x00, 0, 0, 0, 0]);
  header.writeUInt32LE(8 + value.length, 4);
  header.writeUInt32LE(value.length, 12);
  return Buffer.concat([header, value]);
}

function even(bytes: Buffer): Buffer {
  return bytes.length % 2 ? Buffer.concat([bytes, Buffer.alloc(1)]) : bytes;
}
