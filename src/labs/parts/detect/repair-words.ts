import type { Edit } from '#lab/edit.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { RowFix } from '#lab/row-fix.ts';
import type { Score } from '#lab/score.ts';
import { count } from '../format.ts';

/** What was repaired, and whether that took training, in two sentences. */
export function repairWords(fixes: readonly RowFix[], now: readonly Edit[], before: readonly Edit[]): string {
  const relabelled = fixes.filter((fix) => fix.length === 2).length;
  const out = fixes.length - relabelled;
  const dropped = without(before, now).length;
  const added = without(now, before);
  const pruned = added.filter(([operation]) => operation === 'prune-unit').length;
  const edits = (n: number) => `${count(n)} ${n === 1 ? 'edit' : 'edits'} by hand`;
  const rows = (n: number) => `${count(n)} ${n === 1 ? 'row' : 'rows'}`;
  const parts = [
    ...(out > 0 ? [`${rows(out)} taken out`] : []),
    ...(relabelled > 0 ? [`${rows(relabelled)} relabelled`] : []),
    ...(dropped > 0 ? [dropped === before.length ? 'the release restored' : `${edits(dropped)} dropped`] : []),
    ...(pruned > 0 ? [`${count(pruned)} ${pruned === 1 ? 'unit' : 'units'} pruned`] : []),
    ...(added.length > pruned ? [`${edits(added.length - pruned)} made`] : []),
  ];
  const training = fixes.length > 0 ? 'The suspect was trained again.' : 'The suspect was not trained again.';
  return `Repaired: ${parts.join(', ') || 'edits made in another order'}. ${training}`;
}

/** The edits of one list that another lacks; one made twice counts twice. */
function without(edits: readonly Edit[], others: readonly Edit[]): Edit[] {
  const left = others.map((edit) => JSON.stringify(edit));
  return edits.filter((edit) => {
    const at = left.indexOf(JSON.stringify(edit));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
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
