import type { Dataset } from '#core/dataset.ts';
import { accuracy, argmaxRows, attackSuccess, confusionMatrix, recallByClass } from '#core/metrics.ts';
import type { ImageAttack } from '#lab/attack.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { DeskDay } from './day.ts';
import { readDay } from './desk.ts';
import type { DigitMeasures, TwinPredictions } from './evidence.ts';
import { writeTray } from './tray.ts';

/** What a recipe's evidence rests on besides the model: untouched test digits, and what the attack is after. */
export interface Exam {
  readonly test: Dataset;
  readonly attack: ImageAttack;
}

/** What the desk measures of one twin, from its class probabilities on the test digits, rows x classes. */
export function measuresOf(
  predictions: TwinPredictions,
  { test, attack }: Exam,
  { attack: { values } }: Recipe,
): DigitMeasures {
  const read = argmaxRows(predictions.plain, test.classes);
  const confusion = confusionMatrix(read, test.y, test.classes);
  const attacked = predictions.triggered ? argmaxRows(predictions.triggered, test.classes) : read;
  const target = attack.targetClass(values);
  const source = attack.sourceClass(values);
  return {
    predictions,
    accuracy: accuracy(read, test.y),
    recall: recallByClass(confusion, test.classes),
    confusion,
    attackSuccess:
      target === null
        ? null
        : {
            source: attackSuccess(attacked, test.y, source, target),
            all: attackSuccess(attacked, test.y, null, target),
          },
  };
}

/** The day's checks written last: while weights are edited, the same ones are read again and again. */
let lastTray: { test: Dataset; key: string; written: ReturnType<typeof writeTray> } | null = null;

/** One day at the desk, read by both twins. */
export function dayOf(clean: DigitMeasures, suspect: DigitMeasures, { test, attack }: Exam, recipe: Recipe): DeskDay {
  const {
    desk,
    seed,
    attack: { values },
  } = recipe;
  const sourceClass = attack.sourceClass(values);
  const marks = desk.trigger === true && suspect.predictions.triggered !== null;
  const key = JSON.stringify([seed, sourceClass, marks]);
  if (lastTray?.test !== test || lastTray.key !== key)
    lastTray = { test, key, written: writeTray({ labels: test.y, images: test.x, seed, sourceClass, marks }) };
  const rules = { gate: Number(desk.gate), classes: test.classes };
  return readDay(lastTray.written, clean.predictions, suspect.predictions, rules);
}
