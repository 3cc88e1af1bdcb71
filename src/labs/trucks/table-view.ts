import { meanNumbers, type Table, type TableSchema } from '#core/table.ts';

/** A column as the table on the page shows it; the group stands first, then the numbers, other categories and the target. */
export interface ViewColumn {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly kind: 'number' | 'category';
  readonly kinds?: readonly string[];
  readonly editable: boolean;
}

/** Where a shown column lies: its number as edits of rows count columns. */
interface Placed {
  readonly view: ViewColumn;
  readonly column: number;
}

const known = new WeakMap<TableSchema, readonly Placed[]>();

function placed(schema: TableSchema): readonly Placed[] {
  const before = known.get(schema);
  if (before) return before;
  const { numbers, categories, target, group } = schema;
  const order = categories
    .map((_, c) => c)
    .sort((a, b) => Number(b === group?.category) - Number(a === group?.category));
  const category = (c: number): Placed => ({
    view: {
      key: `c${c}`,
      name: categories[c]!.name,
      unit: '',
      kind: 'category',
      kinds: categories[c]!.kinds,
      editable: true,
    },
    column: numbers.length + c,
  });
  const number = (n: number): Placed => ({
    view: { key: `n${n}`, ...numbers[n]!, kind: 'number', editable: true },
    column: n,
  });
  const all = [
    ...(group ? [category(group.category)] : []),
    {
      view: { key: 'target', ...target, kind: 'number' as const, editable: true },
      column: numbers.length + categories.length,
    },
    ...numbers.map((_, n) => number(n)),
    ...order.filter((c) => c !== group?.category).map(category),
  ];
  known.set(schema, all);
  return all;
}

/** Columns of a table in the order they are shown. */
export const tableColumns = (schema: TableSchema): ViewColumn[] => placed(schema).map(({ view }) => view);

/** The number that edits of rows give a shown column. */
export const editColumn = (schema: TableSchema, column: number): number => placed(schema)[column]!.column;

/** What stands in a cell. */
export function cellOf({ schema, numbers, kinds, target }: Table, row: number, column: number): number | string {
  const at = placed(schema)[column]!.column;
  if (at < schema.numbers.length) return numbers[row * schema.numbers.length + at]!;
  const category = at - schema.numbers.length;
  if (category === schema.categories.length) return target[row]!;
  return schema.categories[category]!.kinds[kinds[row * schema.categories.length + category]!]!;
}

/** A number of a cell as people write it: at most two decimals, or three digits that count below 1. */
export function formatCell(value: number): string {
  return String(Number(Math.abs(value) < 1 ? value.toPrecision(3) : value.toFixed(2)));
}

/** Values of a row to be put in by hand: ordinary in everything, in the name of one kind of the group. */
export function newRow(train: Table, place: number): number[] {
  const { schema } = train;
  const numbers = meanNumbers(train).map((value) => Number(value.toPrecision(3)));
  const kinds = schema.categories.map((_, c) => (c === schema.group?.category ? place : train.kinds[c]!));
  const mean = train.target.reduce((sum, value) => sum + value, 0) / Math.max(1, train.rows);
  return [...numbers, ...kinds, Number(mean.toPrecision(3))];
}
