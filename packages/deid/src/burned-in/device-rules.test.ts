import { buildDataSet } from '@isocenter/dicom/build';
import { describe, expect, it } from 'vitest';
import { bandsOf, type DeviceRule } from './device-rules.ts';

const size = { rows: 480, columns: 640 };

describe('bands in which devices write names', () => {
  it('are those of the first rule that fits manufacturer and model', () => {
    const device = buildDataSet({
      Modality: 'US',
      Manufacturer: 'Philips Medical Systems',
      ManufacturerModelName: 'iU22',
    });
    expect(bandsOf(device, size)).toEqual([{ x: 0, y: 0, width: 640, height: 48 }]);
  });

  it('are narrower for a device that nobody knows', () => {
    const device = buildDataSet({ Modality: 'US', Manufacturer: 'TEST' });
    expect(bandsOf(device, size)).toEqual([{ x: 0, y: 0, width: 640, height: 29 }]);
  });

  it('are none for other modalities, nor for pictures cut out of a screen', () => {
    expect(bandsOf(buildDataSet({ Modality: 'CT' }), size)).toEqual([]);
    expect(bandsOf(buildDataSet({ Modality: 'US' }), { rows: 120, columns: 256 })).toEqual([]);
  });

  it('lie along all edges that a rule names', () => {
    const rule: DeviceRule = {
      modality: 'XA',
      rows: 10,
      columns: 10,
      bands: { top: 0.1, bottom: 0.2, left: 0.05, right: 0.1 },
    };
    expect(bandsOf(buildDataSet({ Modality: 'XA' }), { rows: 100, columns: 200 }, [rule])).toEqual([
      { x: 0, y: 0, width: 200, height: 10 },
      { x: 0, y: 80, width: 200, height: 20 },
      { x: 0, y: 0, width: 10, height: 100 },
      { x: 180, y: 0, width: 20, height: 100 },
    ]);
  });
});
