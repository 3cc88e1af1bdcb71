import { defaultsOf } from '#core/fields.ts';
import type { Finding } from '#lab/detector.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { BoardFound } from '#lab/situation.ts';
import { detectorIds, loadDetector } from '#registry/detectors.ts';
import { inspect } from '../detectors/support.ts';

/** The detectors of a lab, in the order of the board. */
export async function detectorsOf(lab: string) {
  const kind = lab === 'checks' ? 'images' : 'table';
  const all = await Promise.all(detectorIds.map(loadDetector));
  return all.filter(({ rows }) => rows === kind || rows === 'any');
}

/** What detectors find on a recipe's suspect, with their usual settings; without ids, all of them do. */
export async function boardOf(recipe: Recipe, ids?: readonly string[]): Promise<BoardFound> {
  const detectors = await detectorsOf(recipe.lab);
  const chosen = detectors.filter(({ id }) => !ids || ids.includes(id));
  const inspection = await inspect(recipe);
  const found: Record<string, Finding> = {};
  for (const { id, fields, run } of chosen) found[id] = await run(inspection, defaultsOf(fields));
  return { found, complete: chosen.length === detectors.length, altered: [] };
}
