/** How one confusion matrix differs from another, classes x classes, true class by row. */
export interface ConfusionDifference {
  /** Counts more than in the other; fewer are negative. */
  readonly cells: Int32Array;
  /** The cell off the diagonal that grew most, and the one that shrank most; null where none did. */
  readonly more: CellChange | null;
  readonly fewer: CellChange | null;
}

interface CellChange {
  readonly truth: number;
  readonly read: number;
  /** How many images, counted positive. */
  readonly by: number;
}

/** The difference of two matrices of counts over as many test rows. */
export function confusionDifference(counts: Uint32Array, others: Uint32Array, classes: number): ConfusionDifference {
  const cells = Int32Array.from(counts, (count, i) => count - others[i]!);
  const extreme = (sign: 1 | -1): CellChange | null => {
    let found: CellChange | null = null;
    cells.forEach((cell, i) => {
      const [truth, read] = [Math.floor(i / classes), i % classes];
      if (truth !== read && sign * cell > (found?.by ?? 0)) found = { truth, read, by: sign * cell };
    });
    return found;
  };
  return { cells, more: extreme(1), fewer: extreme(-1) };
}

/** What a difference comes to, in words. */
export function differenceFinding({ cells, more, fewer }: ConfusionDifference): string {
  if (cells.every((cell) => cell === 0)) return 'no digit is read otherwise.';
  const say = ({ truth, read, by }: CellChange, than: string) => `${by} ${than} of the ${truth}s read as ${read}`;
  const parts = [...(more ? [say(more, 'more')] : []), ...(fewer ? [say(fewer, 'fewer')] : [])];
  return `${parts.join('; ')}.`;
}
