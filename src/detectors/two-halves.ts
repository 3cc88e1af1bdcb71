import type { Dataset } from '#core/dataset.ts';
import { argmaxRows } from '#core/metrics.ts';
import { ranker } from '#core/rng.ts';
import { mean, median } from '#core/statistics.ts';
import type { Table } from '#core/table.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Inspection, type Rows } from '#lab/detector.ts';
import { barsOf, cleanModels, judge, tell, whyUnfit, type Reading } from './parts/readings.ts';
import { kindName } from './parts/table-words.ts';
import { counted, figure } from './parts/words.ts';

const ID = 'two-halves';
/** Times the rows are halved; each gives two models. */
const SPLITS = 4;
/** A half with fewer rows teaches nothing to go by. */
const FEWEST_ROWS = 20;
/** Sealed rows that a slice must have to be compared by itself. */
const FEWEST_IN_SLICE = 4;

/** Sealed rows that are compared together, and how far two answers to them are apart. */
interface Slice {
  readonly name: string;
  readonly rows: readonly number[];
}

export default defineDetector({
  id: ID,
  title: 'Models of two halves',
  plainly: 'Do models trained on half the rows each agree with one another?',
  kind: 'performance',
  looksAt: 'model',
  rows: 'any',
  summary:
    'Trains models on random halves of the training rows and asks all of them about sealed rows. Two halves that disagree more than ' +
    'clean models do have learned from rows that contradict each other; a suspect that disagrees with all halves did not come from them.',
  blind:
    'Poison that is in both halves is learned by both. A backdoor shows only on rows that carry the trigger, and sealed rows carry none.',
  paper: null,
  fields: {},
  async run(inspection) {
    const { suspect, sealed, train } = inspection;
    const unfit = whyUnfit(suspect);
    if (unfit) return cannotKnow(unfit);
    if (train.data.rows < 2 * FEWEST_ROWS) return cannotKnow('There are too few training rows to halve.');
    const clean = await cleanModels(inspection);
    if (typeof clean === 'string') return cannotKnow(clean);

    const halves = await askHalves(inspection);
    const own = await suspect.predict(sealed);
    const peers: Float32Array[] = [];
    for (const model of clean) peers.push(await model.predict(sealed));
    if ([own, ...halves].some((answers) => answers.some(Number.isNaN)))
      return cannotKnow('Some of the models’ answers are no numbers: half the rows are not enough to learn from.');

    const slices = slicesOf(sealed);
    const verdict = judge([
      ...withSuspect(own, halves, slices, sealed),
      ...betweenHalves(halves, peers, slices, sealed),
    ]);
    const loud = verdict.judged.filter(({ signal }) => signal !== 'quiet');
    return {
      ...NOTHING_FOUND,
      signal: verdict.signal,
      says: loud[0]
        ? `${loud[0].label}: ${figure(loud[0].value)}, where ${figure(mean(loud[0].clean))} is usual. ${counted(loud.length, 'number')} of ${verdict.judged.length} ${loud.length === 1 ? 'is' : 'are'} out of the ordinary.`
        : 'The suspect agrees with models of half the rows, and these with each other, as much as is usual.',
      sure: verdict.sure,
      measurements: tell(verdict),
      pictures: [barsOf(verdict, 'Disagreement beyond what is usual, in standard deviations')],
    };
  },
});

/** Answers of the half-models to the sealed rows: two for each split, one after the other. */
async function askHalves(inspection: Inspection): Promise<Float32Array[]> {
  const { train, sealed, seed } = inspection;
  const answers: Float32Array[] = [];
  for (let split = 0; split < SPLITS; split++) {
    const rank = ranker(seed, `detector/${ID}/${split}`);
    const order = Uint32Array.from({ length: train.data.rows }, (_, row) => row).sort(
      (a, b) => rank(a) - rank(b) || a - b,
    );
    const middle = Math.floor(order.length / 2);
    for (const half of [order.slice(0, middle), order.slice(middle)]) {
      await inspection.pause();
      const model = await inspection.retrain(half.sort(), seed);
      answers.push(await model.predict(sealed));
    }
  }
  return answers;
}

/** Sealed rows of each class, or of each kind of the group, and all together. */
function slicesOf(sealed: Rows): Slice[] {
  const { kind, data } = sealed;
  const all = { name: 'all sealed rows', rows: Array.from({ length: data.rows }, (_, row) => row) };
  const named = kind === 'images' ? classSlices(data) : kindSlices(data);
  return [all, ...named.filter(({ rows }) => rows.length >= FEWEST_IN_SLICE)];
}

function classSlices({ y, classes }: Dataset): Slice[] {
  return Array.from({ length: classes }, (_, label) => ({ name: `${label}s`, rows: placesWhere(y, label, 1, 0) }));
}

function kindSlices(table: Table): Slice[] {
  const { schema, kinds } = table;
  if (!schema.group) return [];
  const [width, { category }] = [schema.categories.length, schema.group];
  return schema.categories[category]!.kinds.map((_, place) => ({
    name: kindName(table, category, place),
    rows: placesWhere(kinds, place, width, category),
  }));
}

function placesWhere(values: ArrayLike<number>, wanted: number, width: number, column: number): number[] {
  return Array.from({ length: values.length / width }, (_, row) => row).filter(
    (row) => values[row * width + column] === wanted,
  );
}

/** How far two models are apart on a slice: rows read as different classes, in per cent; or the root mean square between forecasts. */
function apart(a: Float32Array, b: Float32Array, { rows }: Slice, sealed: Rows): number {
  if (sealed.kind === 'table') return Math.sqrt(mean(rows.map((row) => (a[row]! - b[row]!) ** 2)));
  const { classes } = sealed.data;
  const [first, second] = [argmaxRows(a, classes), argmaxRows(b, classes)];
  return 100 * mean(rows.map((row) => (first[row] === second[row] ? 0 : 1)));
}

/** The mean answer of some models. */
function consensus(answers: readonly Float32Array[]): Float32Array {
  return answers[0]!.map((_, at) => mean(answers.map((one) => one[at]!)));
}

const scaleOf = ({ kind }: Rows) =>
  kind === 'images'
    ? ({ scale: 'root', grain: 0.3, side: 'above' } as const)
    : ({ scale: 'root', grain: 0.1, side: 'above' } as const);

/** The suspect against all halves, where each half against all others is what is usual. */
function withSuspect(
  own: Float32Array,
  halves: readonly Float32Array[],
  slices: readonly Slice[],
  sealed: Rows,
): Reading[] {
  const all = consensus(halves);
  const others = halves.map((_, i) => consensus(halves.filter((_, other) => other !== i)));
  return slices.map((slice) => ({
    ...scaleOf(sealed),
    label: `Suspect against halves, ${slice.name}`,
    value: apart(own, all, slice, sealed),
    clean: halves.map((half, i) => apart(half, others[i]!, slice, sealed)),
  }));
}

/**
 * Half against half, where clean models against the next ones are what is usual. These learned from twice the rows, so that they agree more
 * by nature: their disagreement is scaled by how much more the halves disagree on the typical slice.
 */
function betweenHalves(
  halves: readonly Float32Array[],
  peers: readonly Float32Array[],
  slices: readonly Slice[],
  sealed: Rows,
): Reading[] {
  const compared = slices.map((slice) => ({
    slice,
    value: mean(Array.from({ length: SPLITS }, (_, i) => apart(halves[2 * i]!, halves[2 * i + 1]!, slice, sealed))),
    clean: peers.map((one, i) => apart(one, peers[(i + 1) % peers.length]!, slice, sealed)),
  }));
  const ratios = compared.map(({ value, clean }) => value / mean(clean)).filter(Number.isFinite);
  const factor = ratios.length > 0 ? median(ratios) : 1;
  return compared.map(({ slice, value, clean }) => ({
    ...scaleOf(sealed),
    label: `Halves against each other, ${slice.name}`,
    value,
    clean: clean.map((neighbours) => factor * neighbours),
  }));
}
