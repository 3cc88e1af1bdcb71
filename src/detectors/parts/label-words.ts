import type { Measurement } from '#lab/detector.ts';

/** What a label is called in tables and along axes. */
export const labelName = (label: number): string => `Label ${label}`;

/** Measurements of labels with what was measured in front: "Silhouette, label 8". */
export function measuredAs(what: string, measurements: readonly Measurement[]): Measurement[] {
  return measurements.map(({ label, text }) => ({ label: `${what}, ${label.toLowerCase()}`, text }));
}
