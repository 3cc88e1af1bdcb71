import type { Values } from '#core/fields.ts';
import { placesOf, type InputKind } from '#core/table-inputs.ts';
import type { Table } from '#core/table.ts';
import type { Inspection, ModelInHand, Rows } from '#lab/detector.ts';
import { rowsOf } from '#labs/trucks/rows.ts';
import { recipeOf, tableAttack } from '../labs/trucks/support.ts';

/** A forecast as a plain function of the rows. */
type Forecast = (table: Table) => ArrayLike<number>;

/** A table's training rows, as an attack leaves them, and its untouched ones. */
export interface Case {
  readonly train: Table;
  readonly sealed: Table;
  /** Places of the rows that the attack put in: all that follow the honest ones. */
  readonly poisoned: readonly number[];
}

/** The history of a seed under an attack, which does nothing by default. */
export function historyOf(seed: number, attack = 'dealer-666', values: Values = {}, data: Values = {}): Case {
  const { train, test, poisoned } = rowsOf(recipeOf({ seed, attack, values, data }), {}, tableAttack(attack));
  const { table } = poisoned;
  return {
    train: table,
    sealed: test,
    poisoned: Array.from({ length: table.rows - train.rows }, (_, i) => train.rows + i),
  };
}

/** Clean histories of other seeds, made once. */
const histories = new Map<string, Case[]>();
const cleanHistories = (data: Values): Case[] => {
  const key = JSON.stringify(data);
  const made = histories.get(key) ?? Array.from({ length: 12 }, (_, i) => historyOf(900 + i, 'dealer-666', {}, data));
  histories.set(key, made);
  return made;
};

const rowsFrom = (data: Table): Rows => ({ kind: 'table', data });

/** What a test wants different from a linear model among clean histories. */
export interface Ward {
  readonly clean?: readonly Pick<Case, 'train' | 'sealed'>[];
  readonly inputs?: InputKind;
  readonly data?: Values;
  /** What the suspect forecasts; the clean models forecast what came true. */
  readonly forecast?: Forecast;
  readonly cleanForecast?: Forecast;
}

/** What a detector sees of a table, without training anything: most detectors of tables ask for no model. */
export function inspectTable({ train, sealed }: Pick<Case, 'train' | 'sealed'>, ward: Ward = {}): Inspection {
  const { data = {}, clean = cleanHistories(data), inputs = 'plain' } = ward;
  const truth: Forecast = ({ target }) => target;
  const { forecast = truth, cleanForecast = truth } = ward;
  const model = (says: Forecast): ModelInHand => ({
    spec: {
      kind: 'dense',
      inputs: placesOf(train.schema, inputs).width,
      hidden: [],
      outputs: 1,
      activation: 'relu',
      loss: 'squared-error',
    },
    parameters: new Float32Array(0),
    history: [],
    predict: async (rows) => Float32Array.from(says(rows.data as Table)),
  });
  const refuse = () => Promise.reject(new Error('not needed here'));
  return {
    seed: 1,
    train: rowsFrom(train),
    sealed: rowsFrom(sealed),
    suspect: model(forecast),
    release: null,
    digest: '',
    baseline: async (count) =>
      clean.slice(0, count).map((one, i) => ({
        ...model(cleanForecast),
        seed: 900 + i,
        train: rowsFrom(one.train),
        test: rowsFrom(one.sealed),
      })),
    retrain: refuse,
    lossByEpoch: refuse,
    pause: async () => {},
  };
}
