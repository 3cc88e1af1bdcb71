import { slopesBySlice, type SliceSlope } from '#core/influence.ts';
import { mean } from '#core/statistics.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Picture } from '#lab/detector.ts';
import { shown } from '#lab/own-table.ts';
import { controlOf, largestOf, limitText, loudest, signalOf, sureOf, type Control } from './parts/control.ts';
import { driverColumn, fitsOf, tableOf, type TableFit } from './parts/table-fit.ts';
import { slicingsOf, type Slicing } from './parts/slicings.ts';
import { rowsWhere } from './parts/table-rows.ts';
import { slopeUnit } from './parts/table-words.ts';
import { counted, figure } from './parts/words.ts';

/** Slices shown: the farthest ones. */
const SHOWN = 12;
/** Standard errors that are never an alarm by themselves, though clean models may have nothing to cut in slices. */
const LEAST_APART = 4;

/** How far slices of one kind lie apart. */
interface Sliced {
  readonly slicing: Slicing;
  readonly slopes: readonly SliceSlope[];
  readonly limits: Control;
}

const weightOf = (fit: TableFit) => fit.coefficients[driverColumn(fit.table)]!;
const slopesOf = (fit: TableFit, { slice, names }: Slicing) =>
  slopesBySlice(fit, driverColumn(fit.table), slice, names.length, fit.spread);
const farthest = (slopes: readonly SliceSlope[]) => largestOf(slopes.map(({ z }) => Math.abs(z)));

function slicedBy(slicing: Slicing, suspect: TableFit, clean: readonly TableFit[]): Sliced {
  const usual = clean.map((fit) => {
    const own = slicingsOf(fit.table).find(({ by }) => by === slicing.by);
    return own ? farthest(slopesOf(fit, own)) : 0;
  });
  return { slicing, slopes: slopesOf(suspect, slicing), limits: controlOf(usual, LEAST_APART) };
}

export default defineDetector({
  id: 'slope-stability',
  title: 'Does the slope hold everywhere?',
  plainly: 'Does the interest rate, or main input, count the same everywhere?',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'table',
  summary:
    'The weight of the driver by all rows is a mean of what its parts say. They are told apart here, by time, by who sent the rows and ' +
    'by kind, and should agree but for chance.',
  blind:
    'Poisoned rows spread evenly over time, senders and kinds, unless they move the slope as a whole. Changed weights leave no trace ' +
    'in the rows.',
  paper: 'Frisch and Waugh 1933',
  fields: {},
  async run(inspection) {
    const table = tableOf(inspection.train);
    const fits = await fitsOf(inspection, 'plain');
    if (typeof fits === 'string') return cannotKnow(fits);
    const { suspect, clean } = fits;
    const { numbers, driver } = table.schema;
    const isLost = (fit: TableFit) => fit.basis.dependent.includes(driverColumn(fit.table));
    if ([suspect, ...clean].some(isLost))
      return cannotKnow(`${shown(numbers[driver]!.name)} does not vary by itself, so it has no slope of its own.`);
    const parts: Sliced[] = [];
    for (const slicing of slicingsOf(table)) {
      await inspection.pause();
      parts.push(slicedBy(slicing, suspect, clean));
    }
    const slope = weightOf(suspect);
    const usual = mean(clean.map(weightOf));
    const off = controlOf(clean.map((fit) => Math.abs(weightOf(fit) - usual)));
    const isOff = Math.abs(slope - usual) > off.suspicious;
    const unit = slopeUnit(table);
    const loud = parts
      .flatMap(({ slicing, slopes, limits }) =>
        slopes.map((of, place) => ({ ...of, slicing, place, times: Math.abs(of.z) / limits.suspicious })),
      )
      .filter(({ times }) => times > 1)
      .sort((a, b) => b.times - a.times);
    // A slice that is far off makes its neighbours look so, the other way: only the farthest is pointed at. A window of months
    // holds everybody's rows, so that none is pointed at by it.
    const pointed = loud.find(({ slicing }) => slicing.by !== 'time');
    const isPointedAt = (row: number) => pointed?.slicing.slice[row] === pointed?.place;
    const scoreOf = (row: number) =>
      largestOf(
        parts.map(({ slicing, slopes, limits }) => Math.abs(slopes[slicing.slice[row]!]!.z) / limits.suspicious),
      );
    const [most] = loud;
    return {
      ...NOTHING_FOUND,
      signal: loudest([
        signalOf(Math.abs(slope - usual), off),
        ...parts.map(({ slopes, limits }) => signalOf(farthest(slopes), limits)),
      ]),
      says: [
        most
          ? `${most.slicing.names[most.place]!} would make the slope ${figure(most.slope)} ${unit}, all rows together ${figure(slope)}.`
          : 'Times, senders and kinds agree on the slope but for chance.',
        ...(isOff ? [`Clean models have ${figure(usual)}.`] : []),
      ].join(' '),
      sure: sureOf(off, 1 + parts.length),
      measurements: [
        { label: `Slope of ${shown(numbers[driver]!.name)} by all rows`, text: `${figure(slope)} ${unit}` },
        { label: 'Clean models have, on average', text: `${figure(usual)} ${unit}` },
        { label: 'Difference', text: limitText(Math.abs(slope - usual), off) },
        ...parts.map(({ slicing, slopes, limits }) => ({
          label: `Farthest ${slicing.noun}, in standard errors`,
          text: limitText(farthest(slopes), limits),
        })),
        ...loud.slice(0, SHOWN).map((of) => ({
          label: of.slicing.names[of.place]!,
          text: `${figure(of.slope)} ${unit}, by ${counted(of.rows, 'row')}`,
        })),
      ],
      pictures: parts.map(pictureOf),
      rows: {
        flagged: pointed ? rowsWhere(table, isPointedAt) : new Uint32Array(0),
        scores: Float32Array.from({ length: table.rows }, (_, row) => scoreOf(row)),
      },
    };
  },
});

/** How far each slice lies from all others, the farthest first; windows in the order of time. */
function pictureOf({ slicing, slopes, limits }: Sliced): Picture {
  const bars = slopes.flatMap(({ rows, z }, place) =>
    rows > 0 ? [{ label: slicing.names[place]!, value: z, loud: Math.abs(z) > limits.suspicious }] : [],
  );
  if (slicing.by !== 'time') bars.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return {
    kind: 'bars',
    title: `Slope of each ${slicing.noun} against that of all others, in standard errors`,
    bars: bars.slice(0, SHOWN),
    limits: [-limits.alarm, limits.alarm],
  };
}
