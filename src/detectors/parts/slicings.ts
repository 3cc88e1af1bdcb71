import type { Table } from '#core/table.ts';
import { shown } from '#lab/own-table.ts';
import { kindName } from './table-words.ts';

/** Windows that the deliveries are put together in: enough to see a change, few enough for each to say something. */
const WINDOWS = 6;

/** A way to cut rows into slices by where they come from. */
export interface Slicing {
  readonly by: 'time' | 'contributor' | 'group';
  /** What one slice is called. */
  readonly noun: string;
  readonly names: readonly string[];
  /** Slice of each row. */
  readonly slice: Uint16Array;
}

/** The ways to cut a table that leave more than one slice with rows: by time, by who sent them, and by kind of the group. */
export function slicingsOf(table: Table): Slicing[] {
  return [byTime(table), byContributor(table), byGroup(table)].filter(
    (slicing): slicing is Slicing => slicing !== null && isCut(slicing),
  );
}

const isCut = ({ slice }: Slicing) => slice.some((place) => place !== slice[0]);

/** By who sent the rows; the slice is the contributor's place in the table's provenance. */
export function byContributor({ contributor, provenance }: Table): Slicing {
  return {
    by: 'contributor',
    noun: 'contributor',
    names: provenance.contributors.map(shown),
    slice: Uint16Array.from(contributor),
  };
}

/** Each delivery by itself; the slice is the month's number, so that tables can be compared. */
export function byMonth({ batch }: Table): Slicing {
  const last = batch.reduce((most, month) => Math.max(most, month), 0);
  const names = Array.from({ length: last + 1 }, (_, month) => (month > 0 ? `Month ${month}` : 'No month known'));
  return { by: 'time', noun: 'month', names, slice: Uint16Array.from(batch) };
}

/** Windows of successive deliveries, of as equal a number of months as can be. */
function byTime({ batch }: Table): Slicing {
  const months = [...new Set(batch)].sort((a, b) => a - b);
  const windows = Math.min(WINDOWS, months.length);
  const windowOf = new Map(months.map((month, i) => [month, Math.floor((i * windows) / months.length)]));
  const names = Array.from({ length: windows }, (_, window) => {
    const own = months.filter((month) => windowOf.get(month) === window);
    return own.length > 1 ? `Months ${own[0]} to ${own.at(-1)}` : `Month ${own[0]}`;
  });
  return {
    by: 'time',
    noun: 'window of months',
    names,
    slice: Uint16Array.from(batch, (month) => windowOf.get(month)!),
  };
}

function byGroup(table: Table): Slicing | null {
  const { schema, kinds, rows } = table;
  if (!schema.group) return null;
  const [width, { category }] = [schema.categories.length, schema.group];
  return {
    by: 'group',
    noun: shown(schema.categories[category]!.name),
    names: schema.categories[category]!.kinds.map((_, place) => kindName(table, category, place)),
    slice: Uint16Array.from({ length: rows }, (_, row) => kinds[row * width + category]!),
  };
}
