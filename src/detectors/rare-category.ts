import { mean } from '#core/statistics.ts';
import type { Table } from '#core/table.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND } from '#lab/detector.ts';
import { CLEAN_MODELS, largestOf, signalOf, sureOf } from './parts/control.ts';
import { HALF_ROW, surprise, surpriseLimits } from './parts/counts.ts';
import { tableOf } from './parts/table-fit.ts';
import { kindName } from './parts/table-words.ts';
import { counted, figure, grouped } from './parts/words.ts';

/** A kind of a category, and how many rows have it. */
interface KindCount {
  readonly category: number;
  readonly place: number;
  readonly rows: number;
  /** Rows that clean models have of it, for as many rows in all. */
  readonly expected: number;
  /** Whether no trusted row has it. */
  readonly isNew: boolean;
}

/** Kinds shown in the picture. */
const SHOWN = 12;

const surpriseOf = ({ rows, expected }: KindCount) => surprise(rows, expected);
/** How many times as common a kind is as expected. */
const excess = ({ rows, expected }: KindCount) => rows / (expected + HALF_ROW);

export default defineDetector({
  id: 'rare-category',
  title: 'New and rare kinds',
  plainly: 'Dealerships, or other names, that nobody has seen before.',
  kind: 'provenance',
  looksAt: 'rows',
  rows: 'table',
  summary:
    'Counts the rows of each kind of each category, such as each dealership, and compares them with trusted deliveries: kinds ' +
    'that nobody has heard of, and kinds that send far more or fewer rows than usual.',
  blind:
    'Rows changed in place, or put in where others were taken out: the counts stay as they were. Changed weights leave no trace ' +
    'in the rows.',
  paper: null,
  fields: {},
  async run(inspection) {
    const table = tableOf(inspection.train);
    if (table.schema.categories.length === 0)
      return cannotKnow('The table has no column of words whose kinds could be counted.');
    const baseline = await inspection.baseline(CLEAN_MODELS);
    const trusted = [
      tableOf(inspection.sealed),
      ...baseline.flatMap(({ train, test }) => [tableOf(train), tableOf(test)]),
    ];
    const clean = baseline.map(({ train }) => tableOf(train));
    const kinds = kindsOf(table, clean, trusted);
    const surprises = clean.map((one) => {
      const others = clean.filter((other) => other !== one);
      return largestOf(kindsOf(one, others, trusted).map(surpriseOf));
    });
    const limits = surpriseLimits(surprises);
    const known = kinds.filter(({ isNew }) => !isNew);
    const odd = known.filter((kind) => surpriseOf(kind) > limits.suspicious);
    const fresh = kinds.filter(({ isNew, rows }) => isNew && rows > 0);
    const byKind = new Map(kinds.map((kind) => [`${kind.category}/${kind.place}`, kind]));
    const width = table.schema.categories.length;
    const kindsOfRow = (row: number) =>
      table.schema.categories.map((_, category) => byKind.get(`${category}/${table.kinds[row * width + category]}`)!);
    const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
    const loud = [...fresh, ...odd].sort((a, b) => surpriseOf(b) - surpriseOf(a));
    return {
      ...NOTHING_FOUND,
      signal: fresh.length > 0 ? 'alarm' : signalOf(largestOf(known.map(surpriseOf)), limits),
      says: saysOf(table, fresh, odd),
      sure: `No clean delivery holds a kind that the trusted rows do not have. Counts: ${sureOf(limits)}`,
      measurements: [
        { label: 'Kinds that no trusted row has', text: String(fresh.length) },
        { label: 'Kinds with unusual counts', text: String(odd.length) },
        {
          label: 'Most unusual count, in deviations',
          text: `${figure(largestOf(known.map(surpriseOf)))} (alarm at ${figure(limits.alarm)})`,
        },
        ...loud.slice(0, SHOWN).map((kind) => ({
          label: kindName(table, kind.category, kind.place),
          text: `${counted(kind.rows, 'row')}, ${figure(kind.expected)} expected`,
        })),
      ],
      pictures: [
        {
          kind: 'bars',
          title: 'Rows of each kind above or below those of clean models, most unusual first',
          bars: [...kinds]
            .filter(({ rows: count, expected }) => count + expected > 0)
            .sort((a, b) => surpriseOf(b) - surpriseOf(a))
            .slice(0, SHOWN)
            .map((kind) => ({
              label: kindName(table, kind.category, kind.place),
              value: kind.rows - kind.expected,
              loud: loud.includes(kind),
            })),
          limits: [],
        },
      ],
      rows: {
        flagged: rows.filter((row) => kindsOfRow(row).some(({ isNew }) => isNew)),
        scores: Float32Array.from(rows, (row) => largestOf(kindsOfRow(row).map(excess))),
      },
    };
  },
});

function kindsOf(table: Table, clean: readonly Table[], trusted: readonly Table[]): KindCount[] {
  return table.schema.categories.flatMap(({ kinds }, category) => {
    const rows = countsOf(table, category);
    const seen = trusted.map((one) => countsOf(one, category));
    const shares = clean.map((one) => countsOf(one, category).map((count) => count / one.rows));
    return kinds.map((_, place) => ({
      category,
      place,
      rows: rows[place]!,
      expected: table.rows * mean(shares.map((share) => share[place]!)),
      isNew: seen.every((counts) => counts[place] === 0),
    }));
  });
}

/** Rows of each kind of a category. */
function countsOf({ kinds, rows, schema }: Table, category: number): number[] {
  const width = schema.categories.length;
  const counts = schema.categories[category]!.kinds.map(() => 0);
  for (let row = 0; row < rows; row++) counts[kinds[row * width + category]!]!++;
  return counts;
}

function saysOf(table: Table, fresh: readonly KindCount[], odd: readonly KindCount[]): string {
  const [first] = fresh;
  if (first) {
    const others = fresh.length > 1 ? ` and ${counted(fresh.length - 1, 'more kind')}` : '';
    return `${kindName(table, first.category, first.place)}${others} is in no trusted delivery, and has ${counted(first.rows, 'row')} here.`;
  }
  if (odd.length === 0) return 'Every kind is known and has about as many rows as in clean models.';
  const most = odd.reduce((a, b) => (surpriseOf(b) > surpriseOf(a) ? b : a));
  return (
    `${counted(odd.length, 'kind')} ${odd.length === 1 ? 'has' : 'have'} an unusual number of rows; ` +
    `${kindName(table, most.category, most.place)} has ${grouped(most.rows)} where ${figure(most.expected)} are expected.`
  );
}
