import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { tagFrom } from '@isocenter/dicom/tag';
import type { Vr } from '@isocenter/dicom/vr';
import { describe, expect, test } from 'vitest';
import { compilePlan } from './plan.ts';
import type { ProfileOptions } from './profile-options.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const enhancedCt = '1.2.840.10008.5.1.4.1.1.2.1';
const pet = '1.2.840.10008.5.1.4.1.1.128';
const rtPlan = '1.2.840.10008.5.1.4.1.1.481.5';

const actionIn = (sopClassUid: string, options: ProfileOptions = {}) => {
  const plan = compilePlan(sopClassUid, options);
  return (keyword: Keyword, vr: Vr, isNested = false) => plan.actionOf(tagOf(keyword), vr, isNested);
};

describe('compound actions of PS3.15 Table E.1-1 go by the type in the IOD', () => {
  test.each([
    // X/Z/D: type 3 in a CT Image, 1 in an Enhanced CT Image.
    [ct, 'DeviceSerialNumber', 'LO', 'remove'],
    [enhancedCt, 'DeviceSerialNumber', 'LO', 'dummy'],
    [enhancedCt, 'AcquisitionDateTime', 'DT', 'dummy'],
    // X/Z: type 3 in CT, 2 in PET.
    [ct, 'AcquisitionDate', 'DA', 'remove'],
    [pet, 'AcquisitionDate', 'DA', 'empty'],
    // X/D: type 3 in CT, 1 in PET.
    [ct, 'SeriesDate', 'DA', 'remove'],
    [pet, 'SeriesDate', 'DA', 'dummy'],
    // X/Z/D and X/D where the type is 2.
    [rtPlan, 'OperatorsName', 'PN', 'empty'],
    [rtPlan, 'RTPlanDate', 'DA', 'dummy'],
    // X/Z/U*
    [ct, 'ReferencedImageSequence', 'SQ', 'keep'],
  ] as const)('%s %s', (sopClassUid, keyword, vr, action) => {
    expect(actionIn(sopClassUid)(keyword, vr)).toBe(action);
  });

  test('inside of items, where the type is not known, the action that keeps any of them valid is taken', () => {
    expect(actionIn(ct)('DeviceSerialNumber', 'LO', true)).toBe('dummy');
    expect(actionIn(ct)('RequestedProcedureDescription', 'LO', true)).toBe('empty');
    expect(actionIn(ct)('ReferencedStudySequence', 'SQ', true)).toBe('remove');
  });
});

describe('options', () => {
  test.each([
    [{ dates: 'full' }, 'StudyDate', 'DA', 'keep'],
    [{ dates: 'modified' }, 'StudyDate', 'DA', 'shift'],
    [{ dates: 'modified' }, 'StudyTime', 'TM', 'check'],
    [{}, 'StudyDate', 'DA', 'empty'],
    [{ retainUids: true }, 'SOPInstanceUID', 'UI', 'keep'],
    [{}, 'SOPInstanceUID', 'UI', 'uid'],
    [{ retainDeviceIdentity: true }, 'StationName', 'SH', 'search'],
    // A date of a device is a date first.
    [{ retainDeviceIdentity: true }, 'DateOfLastCalibration', 'DA', 'remove'],
    [{ retainInstitutionIdentity: true }, 'InstitutionName', 'LO', 'search'],
    [{ retainPatientCharacteristics: true }, 'PatientWeight', 'DS', 'check'],
    [{ retainPatientCharacteristics: true }, 'PatientAge', 'AS', 'cap'],
    [{}, 'PatientAge', 'AS', 'remove'],
  ] as const)('%o: %s', (options, keyword, vr, action) => {
    expect(actionIn(ct, options)(keyword, vr)).toBe(action);
  });
});

describe('what the table does not name', () => {
  test.each([
    ['Manufacturer', 'LO', 'clean'],
    ['SegmentLabel', 'LO', 'dummy'],
    ['TextValue', 'UT', 'dummy'],
    ['UnformattedTextValue', 'ST', 'dummy'],
    ['BeamName', 'LO', 'dummy'],
    ['CodeMeaning', 'LO', 'code'],
    ['Modality', 'CS', 'check'],
    ['SliceThickness', 'DS', 'check'],
    ['Rows', 'US', 'keep'],
    ['SOPClassUID', 'UI', 'keep'],
    ['RepositoryUniqueID', 'UI', 'uid'],
    ['RetrieveURL', 'UR', 'remove'],
    ['EncryptedAttributesSequence', 'SQ', 'remove'],
    ['ResponsiblePersonRole', 'CS', 'remove'],
    ['EncryptedContent', 'OB', 'remove'],
    ['PixelData', 'OW', 'keep'],
    // A number that is declared as text, and the other way round, is not what it should be.
    ['Rows', 'LO', 'remove'],
    ['Modality', 'OB', 'remove'],
    ['Manufacturer', 'UN', 'clean'],
  ] as const)('%s as %s: %s', (keyword, vr, action) => {
    expect(actionIn(ct)(keyword, vr)).toBe(action);
  });

  test.each([
    [0x0009, 0x0010, 'LO'],
    [0x0009, 0x1001, 'UN'],
    [0x0008, 0x0000, 'UL'],
    [0x0008, 0xfff0, 'LO'],
    [0x5000, 0x3000, 'OW'],
    [0x6000, 0x3000, 'OW'],
    [0x601e, 0x0010, 'US'],
    [0x0002, 0x0016, 'AE'],
    [0xfffc, 0xfffc, 'OB'],
  ] as const)('(%i,%i) is removed', (group, element, vr) => {
    expect(compilePlan(ct, {}).actionOf(tagFrom(group, element), vr, false)).toBe('remove');
  });
});
