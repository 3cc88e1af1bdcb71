/** One parameter with all that is known about it, in natural units. */
export interface UnitWeight {
  /** Place in the flat parameters. */
  readonly place: number;
  readonly name: string;
  /** "trucks per percentage point". */
  readonly unit: string;
  readonly clean: number;
  /** In use: after edits. */
  readonly suspect: number;
  /** What training found for the suspect. */
  readonly learned: number;
  /** Exact least squares on the suspect's rows; null where there is none. */
  readonly exact: number | null;
  /** Standard deviation of the input; 1 for a kind, null for a bias or an outgoing weight. */
  readonly sd: number | null;
  /** Slider from minus to plus this: round, and steady while the suspect is edited. */
  readonly reach: number;
  readonly step: number;
}

/** The next of 1, 2, 4, 5, 8 and 10 times a power of ten. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  let power = 1;
  while (power > value) power /= 10;
  while (power * 10 <= value) power *= 10;
  return [1, 2, 4, 5, 8, 10].map((m) => m * power).find((round) => round >= value * (1 - 1e-9)) ?? 10 * power;
}
