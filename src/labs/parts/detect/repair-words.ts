import type { Evidence } from '#lab/evidence.ts';
import type { RowFix } from '#lab/row-fix.ts';
import type { Score } from '#lab/score.ts';
import { count } from '../format.ts';

/** What was repaired, in a sentence. */
export function repairWords(fixes: readonly RowFix[], editsNow: number, editsBefore: number): string {
  const relabelled = fixes.filter((fix) => fix.length === 2).length;
  const out = fixes.length - relabelled;
  const rows = (n: number) => `${count(n)} ${n === 1 ? 'row' : 'rows'}`;
  const parts = [
    ...(out > 0 ? [`${rows(out)} taken out`] : []),
    ...(relabelled > 0 ? [`${rows(relabelled)} relabelled`] : []),
    ...(editsNow > editsBefore ? [`${editsNow - editsBefore} pruned`] : []),
    ...(editsNow < editsBefore ? ['the release restored'] : []),
  ];
  return `Repaired: ${parts.join(', ')}. The suspect was trained again.`;
}

/** A repair may cost this share of the model's performance without being called harmful. */
const NO_WORSE = 0.005;

/** What the repair did to performance on untouched rows, in a sentence that says so when it hurt. */
export function hurtWords(scores: readonly Score[], before: Evidence, after: Evidence): string | null {
  const score = scores.find(({ id }) => id === 'performance');
  if (!score) return null;
  const [was, is, twin] = [score.of(before, 'suspect'), score.of(after, 'suspect'), score.of(after, 'clean')];
  if (was === null || is === null || twin === null) return null;
  const better = score.better === 'higher' ? 1 : -1;
  const change = (better * (is - was)) / Math.max(Math.abs(was), Number.EPSILON);
  const numbers = `${score.short} went from ${score.format(was)} to ${score.format(is)}; the clean twin has ${score.format(twin)}.`;
  if (!Number.isFinite(change)) return `The repaired model is of no use: ${numbers}`;
  if (change < -NO_WORSE) return `This repair hurts: ${numbers}`;
  return change > NO_WORSE
    ? `The repair helps on untouched rows too: ${numbers}`
    : `The repair costs next to nothing on untouched rows: ${numbers}`;
}
