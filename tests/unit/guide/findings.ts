import { defaultsOf, type Values } from '#core/fields.ts';
import type { Finding } from '#lab/detector.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Situation } from '#lab/situation.ts';
import { loadDetector } from '#registry/detectors.ts';
import { Ward } from '../detectors/support.ts';

/** Measures recipes and runs detectors on them, as the room "Catch it" does. */
export async function examinations<E extends Evidence>() {
  const ward = await Ward.open();

  /**
   * What lessons and challenges would see of a recipe on which some detectors were run.
   * @param settings of those detectors, where they are not the usual ones
   */
  return async (recipe: Recipe, detectors: readonly string[] = [], settings: Values = {}): Promise<Situation<E>> => {
    const evidence = (await ward.measure(recipe)).evidence as unknown as E;
    const found: Record<string, Finding> = {};
    for (const id of detectors) {
      const detector = await loadDetector(id);
      found[id] = await detector.run(await ward.inspect(recipe), { ...defaultsOf(detector.fields), ...settings });
    }
    const playhead = null;
    const board = { found, complete: false, altered: Object.keys(settings).length > 0 ? detectors : [] };
    return { recipe, evidence, shown: evidence, playhead, view: 'attacker', room: 'detect', board };
  };
}
