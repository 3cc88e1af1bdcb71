/**
 * The items of `next`, each given as the former one at its place where both say the same; `before` itself where all do.
 * What is drawn from a list that is worked out anew is then drawn anew only where it says something else.
 */
export function keepSame<T extends object>(before: readonly T[], next: readonly T[]): readonly T[] {
  const kept = next.map((item, i) => {
    const former = before[i];
    return former && saysTheSame(former, item) ? former : item;
  });
  return kept.length === before.length && kept.every((item, i) => item === before[i]) ? before : kept;
}

function saysTheSame<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(b) as (keyof T)[];
  return keys.length === Object.keys(a).length && keys.every((key) => Object.is(a[key], b[key]));
}
