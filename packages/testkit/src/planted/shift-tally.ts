/** By how many days dates moved: the same for all of a patient, and never none. */

import { parseDicomDate } from '@isocenter/dicom/date-time';
import type { PlantedInstance } from './answer-key.ts';
import type { Result } from './deid-result.ts';
import { textOfElement } from './element-paths.ts';

export type ShiftSummary = {
  readonly moved: number;
  /** Removed or emptied. */
  readonly lost: number;
  readonly patients: number;
  /** Patients with dates that moved by different numbers of days. */
  readonly torn: number;
};

export class ShiftTally {
  readonly #byPatient = new Map<string, Set<number>>();
  #moved = 0;
  #lost = 0;

  add({ checks, patientId }: PlantedInstance, { elements }: Result): void {
    for (const { action, path, expected } of checks) {
      if (action !== 'date_shifted') continue;
      const entry = elements.get(path);
      const [before, after] = [dayOf(expected[0] ?? ''), dayOf(entry === undefined ? '' : textOfElement(entry))];
      if (before === undefined || after === undefined) {
        this.#lost += 1;
        continue;
      }
      this.#moved += 1;
      const shifts = this.#byPatient.get(patientId) ?? new Set();
      this.#byPatient.set(patientId, shifts.add(after - before));
    }
  }

  summary(): ShiftSummary {
    const shifts = [...this.#byPatient.values()];
    return {
      moved: this.#moved,
      lost: this.#lost,
      patients: shifts.length,
      torn: shifts.filter(({ size }) => size > 1).length,
    };
  }
}

function dayOf(text: string): number | undefined {
  const date = parseDicomDate(text.slice(0, 8));
  return date && Date.UTC(date.year, date.month - 1, date.day) / 864e5;
}
