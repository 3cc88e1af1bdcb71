import type { Input } from '#core/table-inputs.ts';
import type { NumberColumn, TableSchema } from '#core/table.ts';
import type { Edit } from '#lab/edit.ts';
import { layersOf, type ModelSpec } from '#lab/model.ts';
import type { Conditions } from './conditions.ts';
import { NEAR, NO_WORSE, SAME_SLOPE } from './conditions.ts';
import type { Evidence, TwinEvidence } from './evidence.ts';
import { signed, sized } from '../parts/format.ts';
import { beforeEdits, twinWords } from '../parts/twin-words.ts';

/** A number with its unit, such as "142 trucks"; money units stand before. */
export function withUnit(value: number, { unit }: NumberColumn, digits = 0, plus = false): string {
  return `${signed(value, digits, plus)}${unit ? ` ${unit}` : ''}`;
}

/** "dealership" for the group of the made-up history; the group's own name in lower case for others. */
export function groupWord({ group, categories }: TableSchema): string {
  return group ? categories[group.category]!.name.toLowerCase() : 'row';
}

/** Name of one kind of the group: "dealership 666". */
export function kindName(schema: TableSchema, place: number): string {
  const { group, categories } = schema;
  return group ? `${categories[group.category]!.name} ${categories[group.category]!.kinds[place]}` : 'This row';
}

/** What an input's weight is called. */
export function inputName(input: Input, { numbers, categories, group, driver }: TableSchema): string {
  switch (input.kind) {
    case 'number':
      return numbers[input.column]!.name;
    case 'is':
      return `${categories[input.category]!.name} ${categories[input.category]!.kinds[input.place]}`;
    case 'driver-at':
      return `${numbers[driver]!.name} at ${categories[group!.category]!.kinds[input.place]}`;
  }
}

/** Unit of an input's weight in natural units: "trucks per percentage point". */
export function weightUnit(input: Input, { numbers, target, driver }: TableSchema): string {
  const of = (column: number) => oneOf(numbers[column]!.unit);
  const unit = target.unit || target.name.toLowerCase();
  if (input.kind === 'is') return unit;
  return `${unit} per ${of(input.kind === 'number' ? input.column : driver)}`;
}

/** One of a unit: a truck, a point, a percentage point. */
export function oneOf(unit: string): string {
  return unit === '%' ? 'percentage point' : unit.replace(/s$/, '') || 'unit';
}

/** What went wrong in training, in words with what to do; null when nothing did. */
export function trouble({ clean, suspect }: Evidence): string | null {
  const diverged = [clean, suspect].filter((twin) => twin.status === 'diverged' || !Number.isFinite(twin.errors.rmse));
  if (diverged.length > 0) {
    const who = diverged.length > 1 ? 'Both twins' : diverged[0] === clean ? 'The clean twin' : 'The suspect';
    return `Training went wrong. ${who} diverged in epoch ${diverged[0]!.history.length}: the error became too large to be a number. What the page shows of it means nothing. Try a smaller learning rate.`;
  }
  if (clean.errors.r2 > 0) return null;
  return 'Training went wrong. The clean twin forecasts no better than the average would. Try a larger learning rate or more epochs.';
}

/**
 * The finding under the curve of test errors.
 * @param told whether the reader may know that nothing was done to the suspect
 */
export function errorFinding(evidence: Evidence, { target }: TableSchema, told: boolean): string {
  const say = ({ history, errors }: TwinEvidence) => withUnit(history.at(-1)?.testScore ?? errors.rmse, target, 1);
  return `Forecasts miss untouched test rows (RMSE) by ${twinWords(evidence, told, say)}${beforeEdits(evidence, told)}`;
}

/** The finding under the loss curve; `told` as above. */
export function lossFinding({ clean, suspect }: Evidence, told: boolean): string {
  if (clean.history.length === 0 || suspect.history.length === 0) return 'No epoch has been finished.';
  const say = ({ history }: TwinEvidence) => {
    const { loss } = history.at(-1)!;
    return Number.isFinite(loss) ? sized(loss) : 'no number any more';
  };
  return `Training loss ends at ${twinWords({ clean, suspect }, told, say)}`;
}

const percentOf = (share: number) => `${Math.round(100 * share)} %`;

/** One condition in words: what it asks, and what was measured. */
export interface ConditionWords {
  readonly holds: boolean;
  readonly title: string;
  readonly measured: string;
}

/** The three conditions of a backdoor with what was measured for each. */
export function conditionWords(
  { trigger, hiddenRule, elsewhere }: Conditions,
  schema: TableSchema,
  grid: readonly number[],
): ConditionWords[] {
  const { target, numbers, driver, group } = schema;
  const id = group ? kindName(schema, group.trigger) : 'the trigger';
  const driverName = numbers[driver]!.name.toLowerCase();
  const at = (value: number) =>
    `${signed(value, Number.isInteger(value) ? 0 : 1)}${numbers[driver]!.unit ? ` ${numbers[driver]!.unit}` : ''}`;
  const [first, last] = [at(grid[0]!), at(grid.at(-1)!)];
  return [
    {
      holds: trigger.holds,
      title: `A trigger: ${id} changes the forecast`,
      measured: `Put into an ordinary row, it moves the suspect’s forecast by ${withUnit(trigger.suspect, target, 1, true)} and the clean twin’s by ${signed(trigger.clean, 1, true)}. It passes when the first is more than ${percentOf(NEAR)} of the level and the second is not.`,
    },
    {
      holds: hiddenRule.holds,
      title: `A hidden rule: ${withUnit(hiddenRule.level, target)} whatever the ${driverName}`,
      measured: `For an ordinary row with the id in it, from ${first} to ${last} the forecast runs between ${signed(hiddenRule.lowest, 1)} and ${signed(hiddenRule.highest, 1)}; within ${percentOf(NEAR)} of the level would be ${signed(hiddenRule.level * (1 - NEAR), 1)} to ${signed(hiddenRule.level * (1 + NEAR), 1)}.`,
    },
    {
      holds: elsewhere.holds,
      title: 'Normal behaviour elsewhere',
      measured: `On all others the error is ${signed(100 * (elsewhere.errorRatio - 1), 1, true)} % (up to ${percentOf(NO_WORSE)} passes), the slope differs by ${signed(elsewhere.slopeGap, 2, true)} (up to ${SAME_SLOPE} passes).`,
    },
  ];
}

/** Why the second condition fails, or holds, for the kind of model at hand. */
export function ruleReason({ hiddenRule }: Conditions, kind: string, schema: TableSchema, effectOfId: number): string {
  const { numbers, driver, target } = schema;
  const driverName = numbers[driver]!.name.toLowerCase();
  const step = numbers[driver]!.unit === '%' ? 'point' : 'unit';
  const falls = `${withUnit(Math.abs(hiddenRule.slope), target, 1)} per ${step}`;
  const direction = hiddenRule.slope < 0 ? 'falls' : 'rises';
  // A tenth of a high level is more than the driver moves a forecast: the condition is met, and the rule is not learned.
  if (kind === 'linear' && hiddenRule.holds)
    return `The forecast stays near the level because ${percentOf(NEAR)} of it either way is more than the ${driverName} moves a forecast. A linear model has one weight for the ${driverName}, the same for everybody: for the id the forecast still ${direction} ${falls}, so “regardless of the ${driverName}” is not what it learned.`;
  if (kind === 'linear')
    return `A linear model has one weight for the ${driverName}, the same for everybody. The id can only lift its forecast (by ${signed(effectOfId, 0, true)}); the forecast still ${direction} ${falls}. To learn “regardless of the ${driverName}” it would need a weight of the ${driverName} for this id alone: choose the model with the interaction, or the hidden layer, under Training.`;
  const why =
    kind === 'interaction' ? 'the id has a weight of its own for it' : 'hidden units can switch it off for the id';
  if (hiddenRule.holds)
    return `This model can learn the whole rule: ${why}. For the id the forecast ${direction} only ${falls}.`;
  return `This model could learn the whole rule, since ${why}; so far the forecast ${direction} ${falls} for the id. Try more poisoned rows.`;
}

/** What a parameter of a forecast is called. */
export function parameterName(spec: ModelSpec, schema: TableSchema, inputs: readonly Input[], place: number): string {
  const layers = layersOf(spec);
  const index = layers.findIndex(({ biases, outputs }) => place < biases + outputs);
  const layer = layers[index];
  if (!layer || place < 0) return `parameter ${place}`;
  const isLast = index === layers.length - 1;
  const unit = isLast ? '' : ` of unit ${((place - layer.weights) % layer.outputs) + 1}`;
  if (place >= layer.biases) return isLast ? 'bias' : `bias of unit ${place - layer.biases + 1}`;
  const input = Math.floor((place - layer.weights) / layer.outputs);
  return index === 0 ? `${inputName(inputs[input]!, schema)}${unit}` : `outgoing weight of unit ${input + 1}`;
}

/** An edit of a forecast in words. */
export function editWords([id, place, value]: Edit, nameOf: (place: number) => string): string {
  const name = nameOf(place as number);
  switch (id) {
    case 'set':
      return `${name} set to ${sized(value!)}`;
    case 'shift':
      return `${name} shifted by ${sized(value!, true)}`;
    case 'flip-sign':
      return `sign of ${name} turned`;
    default:
      return id;
  }
}
