/** What a shift of one class's output bias does. */
export interface Dose {
  readonly shift: number;
  readonly accuracy: number;
  /** Share of all rows read as the class. */
  readonly share: number;
}

/** A row without probabilities is read as class 0, whatever the bias. */
const UNREADABLE = 0;

/**
 * Dose and response: accuracy, and share of rows read as a class, for each shift of that class's output bias.
 * @param logits scores before softmax, rows x classes, without any shift
 */
export function biasDose(logits: Float32Array, labels: Uint8Array, ofClass: number, shifts: readonly number[]): Dose[] {
  const rivals = rivalsOf(logits, labels.length, ofClass);
  const classes = logits.length / labels.length;
  return shifts.map((shift) => {
    let [right, taken] = [0, 0];
    labels.forEach((label, row) => {
      const rival = rivals[row]!;
      const score = Math.fround(logits[row * classes + ofClass]! + shift);
      const best = logits[row * classes + rival]!;
      const isReadable = score < Infinity && best < Infinity;
      const isTaken = isReadable && (score > best || (score === best && ofClass < rival));
      const read = isTaken ? ofClass : isReadable ? rival : UNREADABLE;
      if (read === ofClass) taken++;
      if (read === label) right++;
    });
    return { shift, accuracy: right / Math.max(1, labels.length), share: taken / Math.max(1, labels.length) };
  });
}

/** The highest-scoring other class of each row, a class without a finite score before all. */
function rivalsOf(logits: Float32Array, rows: number, ofClass: number): Uint8Array {
  const classes = logits.length / rows;
  return Uint8Array.from({ length: rows }, (_, row) => {
    const score = (label: number) => logits[row * classes + label]!;
    let best = ofClass === 0 ? 1 : 0;
    for (let label = 0; label < classes; label++)
      if (label !== ofClass && !(score(label) <= score(best)) && !Number.isNaN(score(best))) best = label;
    return best;
  });
}
