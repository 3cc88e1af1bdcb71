import { descending } from '#core/statistics.ts';

/**
 * The ROC curve: for each limit on the score, the share of clean rows (x) and of poisoned rows (y) above it. Only points at which it
 * turns are listed; between them it is straight.
 */
export function rocCurve(scores: ArrayLike<number>, touched: Uint8Array): { x: number[]; y: number[] } {
  const order = descending(scores);
  const poisoned = touched.reduce((sum, mark) => sum + mark, 0);
  const [x, y]: [number[], number[]] = [[], []];
  const turn = (above: number, hits: number) => {
    x.push((above - hits) / Math.max(1, touched.length - poisoned));
    y.push(hits / Math.max(1, poisoned));
  };
  turn(0, 0);
  let hits = 0;
  for (let from = 0; from < order.length;) {
    let [to, more] = [from, 0];
    do more += touched[order[to++]!]!;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]);
    if (more > 0) {
      turn(from, hits);
      turn(to, (hits += more));
    }
    from = to;
  }
  turn(order.length, hits);
  return { x, y };
}
