import { NO_PATCH } from '#core/dataset.ts';
import { regressionErrors } from '#core/metrics.ts';
import { encodeRows, scalingOf, type InputKind, type Scaling } from '#core/table-inputs.ts';
import type { Table } from '#core/table.ts';
import type { Rows } from '#lab/detector.ts';
import type { DefenderSide, Stage, TrainSet } from '#lab/flow.ts';
import { releaseModel } from './release.ts';
import type { RecipeRows } from './rows.ts';

/** Rows as a forecast learns from them: standardised by their own moments. */
export function forecastTrainSet(table: Table, test: Table, inputs: InputKind, scaling: Scaling): TrainSet {
  const { mean, sd } = scaling.target;
  return {
    base: {
      rows: table.rows,
      x: encodeRows(table, table.schema, inputs, scaling),
      y: new Uint8Array(0),
      id: table.id,
    },
    patch: NO_PATCH,
    targets: Float32Array.from(table.target, (value) => (value - mean) / sd),
    watch: {
      x: encodeRows(test, test.schema, inputs, scaling),
      score: (outputs) =>
        regressionErrors(
          outputs.map((value) => value * sd + mean),
          test.target,
          null,
        ).rmse,
    },
  };
}

interface ForecastRows extends Stage {
  readonly rows: RecipeRows;
  readonly inputs: InputKind;
  readonly ordinary: readonly (readonly boolean[])[];
}

/** What a dealership group that suspects its forecast has to go by. */
export const forecastDefender: DefenderSide<ForecastRows> = {
  rowsOf({ rows }, twin) {
    return { train: asRows(twin === 'suspect' ? rows.learned : rows.train), sealed: asRows(rows.test) };
  },
  encode: (rows, { inputs }) => encodeRows(tableOf(rows), tableOf(rows).schema, inputs, null),
  learnFrom(given, { spec, rows, inputs, ordinary }) {
    const table = tableOf(given);
    const { schema } = table;
    const scaling = scalingOf(table, schema);
    return {
      set: forecastTrainSet(table, rows.test, inputs, scaling),
      release: (trained) => releaseModel(trained, { spec, schema, inputs, scaling, ordinary }),
    };
  },
};

function asRows(table: Table): Rows {
  return { kind: 'table', data: { ...table, id: Int32Array.from({ length: table.rows }, (_, row) => row) } };
}

function tableOf(rows: Rows): Table {
  if (rows.kind !== 'table') throw new TypeError('the forecast takes a table');
  return rows.data;
}
