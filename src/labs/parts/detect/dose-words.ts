import type { Cells } from '#lab/survey.ts';
import { tick } from '../format.ts';

/** At which budget the first detector raises an alarm, and how many are silent to the end, in a sentence. */
export function doseWords(
  doses: readonly number[],
  cells: Cells,
  detectors: readonly { readonly id: string; readonly title: string }[],
  unit: string,
): string {
  const alarms = (dose: number, id: string) => (cells[dose]?.[id]?.signals.alarm ?? 0) > 0;
  const first = doses.find((dose) => detectors.some(({ id }) => alarms(dose, id)));
  if (first === undefined) return 'no detector raises an alarm at any budget tried.';
  const early = detectors.filter(({ id }) => alarms(first, id));
  const silent = detectors.filter(({ id }) => !doses.some((dose) => alarms(dose, id)));
  const names = early.map(({ title }) => title).join(', ');
  return `the first alarm comes at ${tick(first)} ${first === 1 ? unit.replace(/s$/, '') : unit} (${names}); ${silent.length} of ${detectors.length} detectors raise none at any budget.`;
}
