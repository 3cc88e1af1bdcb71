import { coerceAll, type Values } from '#core/fields.ts';
import type { Detected } from '#lab/detector.ts';
import type { Recipe } from '#lab/recipe.ts';
import { loadDetector } from '#registry/detectors.ts';
import type { Engine } from './engine.ts';
import { Baselines, InspectionCancelled, inspectionOf, type InspectHooks } from './inspect.ts';
import type { Pipeline } from './pipeline.ts';
import type { InspectedModel } from './protocol.ts';

const baselines = new Baselines();

/**
 * Runs one detector on a model that came of a recipe; null when it was cancelled.
 * @param values its settings; what is missing or illegal is set to its default
 */
export async function detect(
  pipeline: Pipeline,
  recipe: Recipe,
  model: InspectedModel,
  id: string,
  values: Values,
  engine: Engine,
  hooks: InspectHooks,
): Promise<Detected | null> {
  const detector = await loadDetector(id);
  const start = hooks.now();
  try {
    const inspection = await inspectionOf(pipeline, recipe, model, engine, hooks, baselines);
    return {
      finding: await detector.run(inspection, coerceAll(detector.fields, values).values),
      ms: hooks.now() - start,
    };
  } catch (error) {
    if (error instanceof InspectionCancelled) return null;
    throw error;
  }
}
