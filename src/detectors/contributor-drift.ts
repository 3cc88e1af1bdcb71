import type { Table } from '#core/table.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Picture } from '#lab/detector.ts';
import { CLEAN_MODELS, controlOf, limitText, loudest, signalOf, sureOf, type Control } from './parts/control.ts';
import { surpriseLimits } from './parts/counts.ts';
import {
  drift,
  oddness,
  oddRows,
  placesOf,
  shareOdd,
  shareOfAll,
  slicedCounts,
  standsOut,
  type Counts,
} from './parts/odd-rows.ts';
import { byContributor, byMonth } from './parts/slicings.ts';
import { fitsOf, inputKindOf, tableOf, type TableFit } from './parts/table-fit.ts';
import { rowsWhere } from './parts/table-rows.ts';
import { counted, grouped } from './parts/words.ts';

/** Chi-square that one contributor against another crosses once in 1,000 by chance: less is never an alarm. */
const LEAST_ODDNESS = 10.8;
/** Slices shown in a picture. */
const SHOWN = 12;

const bothOf = (fit: TableFit, odd = oddRows(fit)): Counts[] =>
  [byContributor(fit.table), byMonth(fit.table)].map((slicing) => slicedCounts(slicing, odd));

/** A number, and what it is held against. */
interface Measured {
  readonly value: number;
  readonly limits: Control;
}

/** One way of slicing: whether odd rows, and whether rows, come from where they usually do. */
interface Check {
  readonly counts: Counts;
  readonly odd: Measured;
  readonly drift: Measured;
}

export default defineDetector({
  id: 'contributor-drift',
  title: 'Where rows come from',
  plainly: 'Who sent the odd rows, and in which month?',
  kind: 'provenance',
  looksAt: 'rows',
  rows: 'table',
  summary:
    'Counts the rows that each contributor and each month’s delivery brought, and how many of them are odd: among the twentieth that ' +
    'lies farthest from what all others agree on, or alone of their kind.',
  blind:
    'Odd rows in the name of a trusted contributor. The attacks of this lab come in through one that nobody guards, which this check ' +
    'sees at once; a real attacker may know better.',
  paper: 'Pearson 1900',
  fields: {},
  async run(inspection) {
    const table = tableOf(inspection.train);
    const fits = await fitsOf(inspection, inputKindOf(inspection.suspect.spec, table));
    if (typeof fits === 'string') return cannotKnow(fits);
    const odd = oddRows(fits.suspect);
    const clean: Counts[][] = [];
    for (const fit of fits.clean) {
      await inspection.pause();
      clean.push(bothOf(fit));
    }
    const checks = bothOf(fits.suspect, odd).map((counts, way): Check => {
      const usual = clean.map((both) => both[way]!);
      const others = (one: Counts) => usual.filter((counts) => counts !== one);
      return {
        counts,
        odd: { value: oddness(counts), limits: controlOf(usual.map(oddness), LEAST_ODDNESS) },
        drift: { value: drift(counts, usual), limits: surpriseLimits(usual.map((one) => drift(one, others(one)))) },
      };
    });
    const baseline = await inspection.baseline(CLEAN_MODELS);
    const trusted = [inspection.sealed, ...baseline.flatMap(({ train, test }) => [train, test])].map(tableOf);
    const strangers = strangersIn(table, trusted);
    const isStrange = (row: number) => strangers.includes(table.contributor[row]!);
    const [senders, months] = checks as [Check, Check];
    const isOddStranger = strangers.some((place) => standsOut(senders.counts, place));
    const scoreOf = (row: number) =>
      [senders, months].reduce(
        (sum, { counts }) => sum + shareOdd(counts, counts.slicing.slice[row]!),
        isStrange(row) ? 1 : 0,
      );
    return {
      ...NOTHING_FOUND,
      signal: loudest([
        strangers.length === 0 ? 'quiet' : isOddStranger ? 'alarm' : 'suspicious',
        ...[senders, months].flatMap((check) =>
          [check.odd, check.drift].map(({ value, limits }) => signalOf(value, limits)),
        ),
      ]),
      says: saysOf(strangers, [senders, months]),
      sure: `A contributor that no trusted row knows is worth a look, and an alarm when its rows are odd. ${sureOf(senders.odd.limits, 2 * checks.length)}`,
      measurements: [
        { label: 'Odd rows', text: `${odd.reduce((sum, mark) => sum + mark, 0)} of ${grouped(table.rows)}` },
        ...[senders, months].flatMap(({ counts, odd: found, drift: moved }) => [
          { label: `Odd rows by ${counts.slicing.noun}, chi-square`, text: limitText(found.value, found.limits) },
          {
            label: `Most unusual number of rows by ${counts.slicing.noun}, in deviations`,
            text: limitText(moved.value, moved.limits),
          },
        ]),
        ...placesOf(senders.counts).map((place) => ({
          label: senders.counts.slicing.names[place]!,
          text: `${counted(senders.counts.rows[place]!, 'row')}, ${senders.counts.odd[place]} odd`,
        })),
      ],
      pictures: [senders, months].map(pictureOf),
      rows: {
        flagged: rowsWhere(table, isStrange),
        scores: Float32Array.from({ length: table.rows }, (_, row) => scoreOf(row)),
      },
    };
  },
});

/** Places of contributors who have rows here and in no trusted table. */
function strangersIn(table: Table, trusted: readonly Table[]): number[] {
  const known = new Set(trusted.flatMap(({ contributor }) => [...new Set(contributor)]));
  return [...new Set(table.contributor)].filter((place) => !known.has(place));
}

/** How many times the limit to look at. */
const timesOf = ({ value, limits }: Measured) => value / limits.suspicious;

function saysOf(strangers: readonly number[], checks: readonly Check[]): string {
  const [senders] = checks;
  const [first] = strangers;
  if (first !== undefined) {
    const { slicing, rows, odd } = senders!.counts;
    return `${slicing.names[first]!} sent ${counted(rows[first]!, 'row')}, ${odd[first]} of them odd, and is in no trusted delivery.`;
  }
  const loud = checks.find(({ odd }) => timesOf(odd) > 1);
  if (loud) {
    const { slicing, rows, odd } = loud.counts;
    const most = placesOf(loud.counts).reduce((a, b) => (shareOdd(loud.counts, b) > shareOdd(loud.counts, a) ? b : a));
    return `Odd rows come from some more than from others: ${slicing.names[most]!} has ${odd[most]} in ${counted(rows[most]!, 'row')}.`;
  }
  const drifted = [...checks]
    .sort((a, b) => timesOf(b.drift) - timesOf(a.drift))
    .find(({ drift: moved }) => timesOf(moved) > 1);
  return drifted
    ? `The rows are spread over every ${drifted.counts.slicing.noun} otherwise than in clean models.`
    : 'Rows, and the odd ones among them, come from where they usually do.';
}

/** Share of odd rows in the slices that have the most. */
function pictureOf({ counts, odd }: Check): Picture {
  const isLoud = timesOf(odd) > 1;
  return {
    kind: 'bars',
    title: `Share of odd rows by ${counts.slicing.noun}, in per cent, most first; the line is all rows`,
    bars: placesOf(counts)
      .sort((a, b) => shareOdd(counts, b) - shareOdd(counts, a))
      .slice(0, SHOWN)
      .map((place) => ({
        label: counts.slicing.names[place]!,
        value: 100 * shareOdd(counts, place),
        loud: isLoud && standsOut(counts, place),
      })),
    limits: [100 * shareOfAll(counts)],
  };
}
