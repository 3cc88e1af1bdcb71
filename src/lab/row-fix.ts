/** What a defender did with one of the suspect's rows, by its id: took it out or, with a label, gave it that label. */
export type RowFix = readonly [id: number] | readonly [id: number, label: number];

/** More than these in one recipe are not kept: every row of the lab's largest training set. */
export const MOST_ROW_FIXES = 8000;
const IDS = 2 ** 20;
const LABELS = 10;

const isBelow = (value: unknown, limit: number) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < limit;

/** Whether something from outside is a legal fix by its form; one that names no row is passed over when it is applied. */
export function isRowFix(raw: unknown): raw is RowFix {
  if (!Array.isArray(raw) || raw.length < 1 || raw.length > 2) return false;
  return isBelow(raw[0], IDS) && (raw.length === 1 || isBelow(raw[1], LABELS));
}

/** Fixes by ascending id, one for each row: of two, the later holds. */
export function inOrder(fixes: readonly RowFix[]): readonly RowFix[] {
  return [...new Map(fixes.map((fix) => [fix[0], fix])).values()].sort(([a], [b]) => a - b);
}

/** Fixes in order as one whole number each, which a link holds in few characters: distance from the id before, and what was done. */
export function packFixes(fixes: readonly RowFix[]): number[] {
  let before = 0;
  return fixes.map(([id, label]) => {
    const packed = (id - before) * (LABELS + 1) + (label === undefined ? 0 : label + 1);
    before = id;
    return packed;
  });
}

/** Undoes {@link packFixes} on something from outside; what is no list of numbers comes back as it was, to be refused. */
export function unpackFixes(raw: unknown): unknown {
  if (!Array.isArray(raw) || raw.length > MOST_ROW_FIXES || !raw.every((code) => isBelow(code, IDS * (LABELS + 1))))
    return raw;
  let id = 0;
  return raw.map((code: number) => {
    id += Math.floor(code / (LABELS + 1));
    const label = (code % (LABELS + 1)) - 1;
    return label < 0 ? [id] : [id, label];
  });
}
