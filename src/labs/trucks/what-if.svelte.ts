import { encodeRows } from '#core/table-inputs.ts';
import { blankRows, copyRow, meanNumbers, type RowValues, type TableSchema } from '#core/table.ts';
import type { ForecastBench } from './bench.svelte.ts';
import { contributions } from './forecast.ts';
import { FEATURES, ruleOf, type Feature } from './history.ts';
import { ordinaryKinds, riseOf } from './probes.ts';
import { MOST_PLAYERS, shapleyQuestion } from './shapley.ts';

const NOTHING: Readonly<Record<number, number>> = {};

/** How one twin comes to its forecast: where it starts, and what each column adds. */
interface Path {
  readonly start: number;
  readonly adds: readonly number[];
}

/** What both twins say of the row looked at. */
interface Answers {
  /** Forecast at each value of the driver. */
  readonly response: { readonly clean: readonly number[]; readonly suspect: readonly number[] };
  readonly forecast: { readonly clean: number; readonly suspect: number };
  /** By Shapley shares, for a model whose weights cannot be read one by one; null for others, and for too many columns. */
  readonly shares: { readonly clean: Path; readonly suspect: Path } | null;
}

/** One dealership's next month, or a row the person makes up from it: what goes in, and what both twins make of it. */
export class WhatIf {
  readonly #bench: ForecastBench;
  #asked = 0;

  /** Numbers that the person set, by column, and the table they were set for. */
  #set: { readonly schema: TableSchema; readonly numbers: Readonly<Record<number, number>> } | null = $state.raw(null);
  readonly changed: Readonly<Record<number, number>> = $derived.by(() =>
    this.#set?.schema === this.#bench.schema ? this.#set.numbers : NOTHING,
  );
  answers: Answers | null = $state.raw(null);

  /** Numbers before the person changes any: next month's, in the scenario at hand, or ordinary ones. */
  readonly usual: readonly number[] = $derived.by(() => {
    const { rows, place, schema, experiment } = this.#bench;
    if (!rows.next) return meanNumbers(rows.train);
    const numbers = [...rows.next.numbers.subarray(place * schema.numbers.length, (place + 1) * schema.numbers.length)];
    numbers[schema.driver]! += riseOf(experiment.recipe);
    return numbers;
  });
  readonly numbers: readonly number[] = $derived(this.usual.map((value, column) => this.changed[column] ?? value));
  readonly isChanged = $derived(Object.keys(this.changed).length > 0);
  readonly row: RowValues = $derived.by(() => {
    const { rows, place, schema } = this.#bench;
    const row = blankRows(1, schema);
    row.numbers.set(this.numbers);
    row.kinds.set(rows.train.kinds.subarray(0, schema.categories.length));
    if (schema.group) row.kinds[schema.group.category] = place;
    return row;
  });
  /** What will sell by the true rule, at each value of the driver and at the row's own; null for the learner's own table. */
  readonly truth = $derived.by(() => {
    const { rows, place } = this.#bench;
    if (!rows.next) return null;
    const own = [...rows.next.numbers.subarray(place * FEATURES.length, (place + 1) * FEATURES.length)];
    // What the dealership sells beyond the rule, whatever its numbers are.
    const effect = rows.next.target[place]! - ruleAt(own);
    return (driver: number | null) => {
      const numbers = this.numbers.map((value, column) =>
        driver !== null && column === this.#bench.schema.driver ? driver : value,
      );
      return Math.max(0, ruleAt(numbers) + effect);
    };
  });

  constructor(bench: ForecastBench) {
    this.#bench = bench;
  }

  set(column: number, value: number): void {
    this.#set = { schema: this.#bench.schema, numbers: { ...this.changed, [column]: value } };
  }

  reset(): void {
    this.#set = null;
  }

  /** How a linear model's twin comes to the forecast; null for others. */
  parts(twin: 'clean' | 'suspect') {
    const { evidence, isLinear, schema, inputKind, fits } = this.#bench;
    if (!evidence || !isLinear || !fits) return null;
    return contributions(evidence[twin].parameters, this.row, schema, inputKind);
  }

  /** Asks both twins anew; call from an effect. The newest answer wins. */
  async ask(): Promise<void> {
    const { evidence, schema, inputKind, isLinear, rows, experiment, fits } = this.#bench;
    if (!evidence || !fits) return;
    const { row } = this;
    const { grid } = evidence.clean;
    const asked = ++this.#asked;
    const along = blankRows(grid.length + 1, schema);
    grid.forEach((driver, i) => {
      copyRow(row, 0, along, i, schema);
      along.numbers[i * schema.numbers.length + schema.driver] = driver;
    });
    copyRow(row, 0, along, grid.length, schema);
    const players = schema.numbers.length + schema.categories.length;
    const question = isLinear || players > MOST_PLAYERS ? null : shapleyQuestion(row, backgroundOf(rows.train), schema);
    const parts = [along, ...(question ? [question.rows] : [])].map((part) =>
      encodeRows(part, schema, inputKind, null),
    );
    const x = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => (x.set(part, at), at + part.length), 0);
    const outputs = await experiment.ask.predict(x);
    if (!outputs || asked !== this.#asked) return;
    const of = (twin: Float32Array) => ({
      response: [...twin.subarray(0, grid.length)],
      forecast: twin[grid.length]!,
      path: question && pathOf(question.shares(twin.subarray(grid.length + 1))),
    });
    const [clean, suspect] = [of(outputs.clean), of(outputs.suspect)];
    this.answers = {
      response: { clean: clean.response, suspect: suspect.response },
      forecast: { clean: clean.forecast, suspect: suspect.forecast },
      shares: clean.path && suspect.path && { clean: clean.path, suspect: suspect.path },
    };
  }
}

const pathOf = ({ start, shares }: { start: number; shares: number[] }): Path => ({ start, adds: shares });

function ruleAt(numbers: readonly number[]): number {
  return ruleOf(Object.fromEntries(FEATURES.map((feature, i) => [feature, numbers[i]!])) as Record<Feature, number>);
}

/** Ordinary rows, one for each of up to sixteen ordinary kinds: together they stand for "nothing known". */
function backgroundOf(train: ForecastBench['rows']['train']): RowValues {
  const { schema } = train;
  const { group } = schema;
  const places = group ? ordinaryKinds(train)[group.category]!.flatMap((is, place) => (is ? [place] : [])) : [0];
  const some = places.filter((_, i) => i % Math.ceil(places.length / 16) === 0);
  const rows = blankRows(some.length, schema);
  const numbers = meanNumbers(train);
  some.forEach((place, i) => {
    rows.numbers.set(numbers, i * numbers.length);
    rows.kinds.set(train.kinds.subarray(0, schema.categories.length), i * schema.categories.length);
    if (group) rows.kinds[i * schema.categories.length + group.category] = place;
  });
  return rows;
}
