import { NO_PATCH } from '#core/dataset.ts';
import { regressionErrors } from '#core/metrics.ts';
import type { NumberField } from '#core/fields.ts';
import { encodeRows, placesOf, type InputKind, type Scaling } from '#core/table-inputs.ts';
import { applyTablePatch, type Table } from '#core/table.ts';
import type { TableAttack } from '#lab/attack.ts';
import type { Budget } from '#lab/evidence.ts';
import type { Flow, Stage, Twin } from '#lab/flow.ts';
import type { ModelSpec } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { ORIGIN } from '#lab/row-edit.ts';
import { hyperparametersOf } from '../parts/hyper.ts';
import { conditionsOf } from './conditions.ts';
import { forecastDefender, forecastTrainSet } from './defender.ts';
import type { ForecastDesk } from './evidence.ts';
import { TRUE_RULE } from './history.ts';
import type { ForecastMeasures } from './measures.ts';
import { orderBook } from './orders.ts';
import { demandOf, driverGrid, ordinaryKinds, probesOf, riseOf, type Probes } from './probes.ts';
import { dilutionOf, exactAnswer, turningPoint, type Exact, type Reference, type Turning } from './reference.ts';
import { releaseModel } from './release.ts';
import { inputKindOf, isMadeUp, rowsOf, scalingsOf, touchedRows, type OwnTables, type RecipeRows } from './rows.ts';

interface ForecastStage extends Stage {
  readonly rows: RecipeRows;
  readonly inputs: InputKind;
  readonly scaling: Readonly<Record<Twin, Scaling>>;
  readonly ordinary: readonly (readonly boolean[])[];
  readonly isMadeUp: boolean;
  /** What the attack wants forecast for its trigger. */
  readonly level: number | null;
}

function specOf({ model }: Recipe, width: number): ModelSpec {
  const hidden = model.kind === 'hidden' ? [Number(model.hidden)] : [];
  const activation = model.kind === 'hidden' ? (model.activation as ModelSpec['activation']) : 'relu';
  return { kind: 'dense', inputs: width, hidden, outputs: 1, activation, loss: 'squared-error' };
}

function budgetOf({ poisoned }: RecipeRows): Budget {
  const { table, origin, removed } = poisoned;
  const byContributor = table.provenance.contributors.map((contributor) => ({ contributor, rows: 0 }));
  origin.forEach((mark, row) => {
    if (mark !== ORIGIN.given) byContributor[table.contributor[row]!]!.rows++;
  });
  return {
    rows: touchedRows(poisoned),
    rowsTotal: table.rows + removed,
    byContributor: [...byContributor, { contributor: 'taken out', rows: removed }].filter(({ rows }) => rows > 0),
  };
}

/** Questions of the recipe asked last: both twins are asked the same. */
let lastProbes: { stage: ForecastStage; rise: number; probes: Probes; x: Float32Array } | null = null;

function probesFor(stage: ForecastStage, recipe: Recipe) {
  const rise = riseOf(recipe);
  if (lastProbes?.stage === stage && lastProbes.rise === rise) return lastProbes;
  const { train, test, next } = stage.rows;
  const probes = probesOf(train, test, next, driverGrid(train, stage.isMadeUp), rise);
  lastProbes = { stage, rise, probes, x: encodeRows(probes.rows, train.schema, stage.inputs, null) };
  return lastProbes;
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The Truck Forecast: a dealership group orders what its model says will sell. */
const flow: Flow<OwnTables, ForecastStage, ForecastMeasures, ForecastDesk> = {
  id: 'trucks',
  load: async ({ own }) => (own ?? {}) as OwnTables,
  hyperparameters: hyperparametersOf,

  stage(recipe, own, attack) {
    const rows = rowsOf(recipe, own, attack as TableAttack);
    const { train, test, learned } = rows;
    const inputs = inputKindOf(recipe);
    const budget = budgetOf(rows);
    const scaling = scalingsOf(rows);
    return {
      rows,
      inputs,
      scaling,
      ordinary: ordinaryKinds(train),
      isMadeUp: isMadeUp(recipe, own),
      level: train.schema.group ? (attack as TableAttack).wantedLevel(train, recipe.attack.values) : null,
      spec: specOf(recipe, placesOf(train.schema, inputs).width),
      clean: forecastTrainSet(train, test, inputs, scaling.clean),
      suspect:
        budget.rows > 0 || learned !== rows.poisoned.table
          ? forecastTrainSet(learned, test, inputs, scaling.suspect)
          : null,
      touched: NO_PATCH,
      budget,
    };
  },

  release(trained, { spec, rows, inputs, scaling, ordinary }, twin) {
    return releaseModel(trained, { spec, schema: rows.train.schema, inputs, scaling: scaling[twin], ordinary });
  },

  async measure(predict, stage, recipe) {
    const { probes, x } = probesFor(stage, recipe);
    const { grid, ordinary, at } = probes;
    const outputs = await predict(x);
    const { test, next } = stage.rows;
    const { group } = test.schema;
    const predictions = outputs.slice(at.test, at.test + test.rows);
    const rowsByKind = groupRows(test);
    const trigger = group ? group.trigger : -1;
    const elsewhere = rowsByKind.flatMap((rows, place) => (place === trigger ? [] : rows));
    const ordinaryAt = grid.map((_, i) => meanOf(ordinary.map((_, k) => outputs[at.ordinary + k * grid.length + i]!)));
    const triggered = group ? grid.map((_, i) => outputs[at.triggered + i]!) : null;
    return {
      predictions,
      errors: regressionErrors(predictions, test.target, null),
      elsewhere: regressionErrors(predictions, test.target, elsewhere),
      byKind: group
        ? rowsByKind.map((rows) => ({ rows: rows.length, rmse: regressionErrors(predictions, test.target, rows).rmse }))
        : [],
      grid,
      ordinary: ordinaryAt,
      triggered,
      slope: (ordinaryAt.at(-1)! - ordinaryAt[0]!) / (grid.at(-1)! - grid[0]! || 1),
      effect: triggered && meanOf(triggered.map((value, i) => value - ordinaryAt[i]!)),
      next: next && Array.from(next.target, (_, i) => outputs[at.next + i]!),
    };
  },

  decide(clean, suspect, { rows, level }, recipe) {
    const { desk } = recipe;
    const costs = { holding: Number(desk.holding), margin: Number(desk.margin) };
    const demand = rows.next && demandOf(rows.next, riseOf(recipe), TRUE_RULE.weights.rate);
    return {
      orders: demand && orderBook(demand, clean.next!, suspect.next!, costs),
      conditions: conditionsOf(clean, suspect, level),
      level,
    };
  },

  defender: forecastDefender,

  /** Schema as JSON, then numbers and targets (little-endian float64), kinds (uint16) and ids (int32). */
  bytesOf({ rows }, twin) {
    const table = twin === 'clean' ? rows.train : rows.learned;
    const parts = [table.numbers, table.target, table.kinds, table.id].map(
      ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
    );
    const all = [new TextEncoder().encode(JSON.stringify(table.schema)), ...parts];
    const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
    all.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
    return bytes;
  },

  reference({ rows, inputs, ordinary, spec, level, isMadeUp }, recipe, attack): Reference {
    if (spec.hidden.length > 0) return { clean: null, suspect: null, turning: null, dilution: null };
    const { train, poisoned, learned } = rows;
    const answer = (table: Table) => exactAnswer(table, inputs, ordinary);
    const clean = answer(train);
    const suspect = learned === train ? clean : answer(learned);
    const isOnSlope = clean !== null && level === null;
    const middle = meanOf(driverGrid(train, isMadeUp));
    return {
      clean,
      suspect,
      turning: isOnSlope ? turning(train, recipe, attack as TableAttack, answer) : null,
      dilution: clean && level !== null ? dilutionOf(train, poisoned, inputs, ordinary, middle) : null,
    };
  },
};

function turning(
  train: Table,
  recipe: Recipe,
  attack: TableAttack,
  answer: (table: Table) => Exact | null,
): Turning | null {
  const [budget, field] = Object.entries(attack.fields)[0]!;
  const poisonedBy = (count: number) =>
    applyTablePatch(train, attack.apply(train, { ...recipe.attack.values, [budget]: count }, recipe.seed));
  const weightOf = (table: Table) => answer(table)?.parameters[train.schema.driver] ?? null;
  return turningPoint(poisonedBy, (field as NumberField).max, weightOf);
}

/** Test rows of each kind of the group; all in one without a group. */
function groupRows({ rows, kinds, schema }: Table): number[][] {
  const { group, categories } = schema;
  const byKind: number[][] = group ? categories[group.category]!.kinds.map(() => []) : [[]];
  for (let row = 0; row < rows; row++) {
    byKind[group ? kinds[row * categories.length + group.category]! : 0]!.push(row);
  }
  return byKind;
}

export default flow;
