/** By how many days dates moved: the same for all of a patient, and never none. */

import { parseDicomDate } from '@isocenter/dicom/date-time';
import type { PlantedInstance } from './answer-key.ts';
import type { Result } from './deid-result.ts';
import { textOfElement } from './element-paths.ts';

export type ShiftSummary = {
  readonly moved: number;
  /** Removed, emptied or replaced by the first day of 1900, which stands for no date. */
  readonly lost: number;
  readonly patients: number;
  /** Patients with dates that moved by different numbers of days. */
  readonly torn: number;
  /** Where a date moved otherwise than most of the patient's. */
  readonly examples: readonly string[];
};

const exampleLimit = 20;
const noDate = Date.UTC(1900, 0, 1) / 864e5;

export class ShiftTally {
  /** Where dates moved by so many days, by patient and days. */
  readonly #byPatient = new Map<string, Map<number, string[]>>();
  #moved = 0;
  #lost = 0;

  add({ checks, patientId, template }: PlantedInstance, { elements }: Result): void {
    for (const { action, path, expected } of checks) {
      if (action !== 'date_shifted') continue;
      const entry = elements.get(path);
      const [before, after] = [dayOf(expected[0] ?? ''), dayOf(entry === undefined ? '' : textOfElement(entry))];
      if (before === undefined || after === undefined || after === noDate) {
        this.#lost += 1;
        continue;
      }
      this.#moved += 1;
      const shifts = this.#byPatient.get(patientId) ?? new Map<number, string[]>();
      this.#byPatient.set(patientId, shifts);
      const places = shifts.get(after - before) ?? [];
      places.push(`${template}: ${path}`);
      shifts.set(after - before, places);
    }
  }

  summary(): ShiftSummary {
    const shifts = [...this.#byPatient.values()];
    const odd = shifts.flatMap((places) =>
      [...places.values()]
        .sort((a, b) => b.length - a.length)
        .slice(1)
        .flat(),
    );
    const unlike = new Map(odd.map((place) => [place.slice(place.indexOf(':')), place]));
    return {
      moved: this.#moved,
      lost: this.#lost,
      patients: shifts.length,
      torn: shifts.filter(({ size }) => size > 1).length,
      examples: [...unlike.values()].slice(0, exampleLimit),
    };
  }
}

function dayOf(text: string): number | undefined {
  const date = parseDicomDate(text.slice(0, 8));
  return date && Date.UTC(date.year, date.month - 1, date.day) / 864e5;
}
