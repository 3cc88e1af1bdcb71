import { applyPatch, type InputRows } from '#core/dataset.ts';
import { sha256Hex } from '#core/digest.ts';
import { shiftImage } from '#core/order.ts';
import type { Trained } from '#lab/evidence.ts';
import type { TrainSet, Twin } from '#lab/flow.ts';
import { initialParameters } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { StepExplained } from '#lab/step.ts';
import { trainKey } from '#lab/train-key.ts';
import type { Engine } from './engine.ts';
import type { Pipeline } from './pipeline.ts';
import type { Frame } from './protocol.ts';
import { Run, type RunHooks } from './run.ts';

/** Both twins of a recipe on their way through training; `suspect` is null where the clean twin is the suspect. */
interface Runs {
  readonly key: string;
  readonly engine: Engine;
  readonly clean: Run;
  readonly suspect: Run | null;
}

/**
 * Shows a recipe's training at any step. The runs under way are kept, so that going forward costs no more than the steps
 * between; going back starts them anew, which ends in the same bits.
 */
export class Player {
  readonly #pipeline: Pipeline;
  #runs: Runs | null = null;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /**
   * Both twins after `step` steps of the suspect's, put to work and measured as if training ended there. A twin with more or
   * fewer rows stands at the same part of its own run.
   * @returns null when it was cancelled
   */
  async playTo(recipe: Recipe, engine: Engine, step: number, hooks: RunHooks): Promise<Frame | null> {
    const runs = this.#runsFor(recipe, engine, step);
    const lead = runs.suspect ?? runs.clean;
    const share = Math.min(step, lead.of) / lead.of;
    for (const run of [runs.clean, lead]) if (!(await run.advance(Math.round(share * run.of), hooks))) return null;
    const clean = await trainedSoFar(runs.clean, engine);
    const suspect = runs.suspect ? await trainedSoFar(runs.suspect, engine) : clean;
    const measured = await this.#pipeline.evaluate(recipe, clean, suspect, engine, hooks.now);
    const next = lead.at < lead.of ? lead.stepAfter(lead.at).rate : null;
    return {
      step: lead.at,
      of: lead.of,
      perEpoch: lead.perEpoch,
      nextRate: next,
      loss: { clean: (await runs.clean.progress()).loss, suspect: (await lead.progress()).loss },
      measured,
    };
  }

  /**
   * Takes one step of a twin's training apart.
   * @param step from 1
   * @param place which of the batch's rows is followed, from 0; counted on from the start when there are fewer
   * @returns null when it was cancelled
   */
  async explain(
    recipe: Recipe,
    twin: Twin,
    engine: Engine,
    step: number,
    place: number,
    hooks: RunHooks,
  ): Promise<StepExplained | null> {
    const set = this.#setOf(recipe, twin);
    const { spec } = this.#pipeline.stage(recipe);
    const run = this.#open(recipe, set, engine);
    try {
      const { session } = run;
      if (!(await run.advance(step - 1, hooks))) return null;
      const { rows, shift, rate } = run.stepAfter(run.at);
      const row = place % rows.length;
      const trained = applyPatch(set.base, set.patch);
      const shown = inputsOf(trained, rows[row]!, spec.inputs, shift[row]!);
      const label = trained.y[rows[row]!] ?? 0;
      const target = set.targets?.[rows[row]!] ?? null;
      const outcome = async () => {
        const output = await session.predict(shown);
        const [loss] =
          target === null ? await session.rowLoss(shown, Uint8Array.of(label)) : [(output[0]! - target) ** 2];
        return { output, loss: loss! };
      };
      const before = await outcome();
      const parametersBefore = await session.parameters();
      // What was counted so far would be in the batch's loss.
      await session.takeProgress();
      if (!(await run.advance(step, hooks))) return null;
      return {
        step: run.at,
        of: run.of,
        rate,
        rows: rows.slice(),
        row,
        x: shown,
        label,
        target,
        before,
        after: await outcome(),
        batchLoss: (await run.progress()).loss,
        spec,
        parametersBefore,
        parametersAfter: await session.parameters(),
      };
    } finally {
      run.dispose();
    }
  }

  #runsFor(recipe: Recipe, engine: Engine, step: number): Runs {
    const key = trainKey(recipe, 'suspect', engine.id);
    const known = this.#runs;
    const isBehind = known !== null && (known.suspect ?? known.clean).at > step;
    if (known?.key === key && known.engine === engine && !isBehind) return known;
    this.#close();
    const { suspect } = this.#pipeline.stage(recipe);
    const open = (set: TrainSet) => this.#open(recipe, set, engine);
    return (this.#runs = {
      key,
      engine,
      clean: open(this.#setOf(recipe, 'clean')),
      suspect: suspect && open(suspect),
    });
  }

  #setOf(recipe: Recipe, twin: Twin): TrainSet {
    const stage = this.#pipeline.stage(recipe);
    return (twin === 'suspect' ? stage.suspect : null) ?? stage.clean;
  }

  #open(recipe: Recipe, set: TrainSet, engine: Engine): Run {
    const { spec } = this.#pipeline.stage(recipe);
    const hyper = this.#pipeline.hyperparameters(recipe);
    const task = { spec, hyper, ...set, initial: initialParameters(spec, recipe.seed) };
    return new Run(engine, task, recipe.seed, set.watch);
  }

  #close(): void {
    this.#runs?.clean.dispose();
    this.#runs?.suspect?.dispose();
    this.#runs = null;
  }
}

async function trainedSoFar(run: Run, engine: Engine): Promise<Trained> {
  const parameters = await run.session.parameters();
  return {
    status: run.diverged ? 'diverged' : 'trained',
    origin: 'live',
    parameters,
    digest: await sha256Hex(parameters),
    history: [...run.history],
    engine: engine.id,
    trainMs: 0,
  };
}

/** One row's inputs as the model sees them in a step. */
function inputsOf({ x }: InputRows, row: number, width: number, shift: number) {
  const inputs = x.slice(row * width, (row + 1) * width);
  return inputs instanceof Uint8Array ? shiftImage(inputs, shift) : inputs;
}
