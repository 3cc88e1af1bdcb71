import { untrack } from 'svelte';
import { HEADER, placesDrawn, readNumber, whyRefused, type Spot } from './data-cells.ts';
import {
  ADDED,
  CHANGED,
  allRows,
  markCodes,
  markedFirst,
  nextSort,
  rowsFound,
  sorted,
  sortKeys,
  UNMARKED,
  type DataTableProps,
  type Sort,
} from './data-table.ts';

/** Rows drawn above and below those in sight, so that a slow scroll shows no gap. */
const SPARE = 6;

const namesOf = ({ columns }: DataTableProps): string => columns.map(({ key }) => key).join('\n');

/** What a person looks for, in which order, and where the cursor is: all that a data table knows besides its props. */
export class DataTableState {
  readonly #read: () => DataTableProps;

  query = $state('');
  sort: Sort | null = $state.raw(null);
  /** The sentence below the table. */
  said = $state('');
  /** The cell being edited, and what was typed to start it; null while none is. Its row stays put until it is done. */
  editing: { readonly row: number; readonly column: number; readonly typed: string | null } | null = $state.raw(null);
  /** The cell the keys act on: `row` is a row of the data, or HEADER. A new object whenever it moves. */
  cursor: { readonly row: number; readonly column: number } | null = $state.raw(null);

  /** Pixels; kept up to date by the component. */
  scrollTop = $state(0);
  viewPx = $state(0);
  headPx = $state(0);
  rowPx = $state(32);
  /** Columns in sight besides the first; drawing the others would make a wide table scroll in jerks. */
  columnsFrom = $state(1);
  columnsTo = $state(Infinity);

  #markedOnly = $state(false);
  /** The order that an edit froze: a row that jumped away from under the cursor would be lost to the person. */
  #held: { readonly order: Uint32Array; readonly rows: number } | null = $state.raw(null);
  /** What the cursor waits for, since the data may change a while after it was asked to. */
  #awaited: { readonly change: 'delete'; readonly place: number } | { readonly change: 'add' } | null = null;

  readonly marks = $derived.by(() => markCodes(this.#props.rows, this.#props.mark));
  readonly added = $derived(this.marks.reduce((sum, code) => sum + Number(code === ADDED), 0));
  readonly changed = $derived(this.marks.reduce((sum, code) => sum + Number(code === CHANGED), 0));
  readonly hasMarks = $derived(this.added + this.changed > 0);
  readonly markedOnly = $derived(this.#markedOnly && this.hasMarks);

  readonly #found = $derived.by(() =>
    this.query.trim() === '' ? allRows(this.#props.rows) : rowsFound(this.query, this.#props),
  );
  readonly #wanted = $derived.by(() => {
    const rows = this.markedOnly ? this.#found.filter((row) => this.marks[row] !== UNMARKED) : this.#found;
    if (this.sort) return sorted(rows, sortKeys(this.#props, this.sort.column), this.sort.direction);
    return this.#props.marksFirst ? markedFirst(rows, this.marks) : rows;
  });
  /** Rows of the data in the order they are shown. */
  readonly order: Uint32Array = $derived(this.#held?.rows === this.#props.rows ? this.#held.order : this.#wanted);

  /** Where the cursor is on screen; null when there is none or its row is filtered out. */
  readonly place: number | null = $derived.by(() => {
    if (!this.cursor || this.cursor.row === HEADER) return this.cursor && HEADER;
    const place = this.order.indexOf(this.cursor.row);
    return place < 0 ? null : place;
  });
  readonly row: number | null = $derived(this.place === null || this.place === HEADER ? null : this.cursor!.row);

  // Whole numbers, so that a scroll by less than a row changes nothing.
  readonly #from = $derived(Math.floor(this.scrollTop / this.rowPx) - SPARE);
  readonly #to = $derived(Math.ceil((this.scrollTop + this.viewPx - this.headPx) / this.rowPx) + SPARE);
  readonly places = $derived(placesDrawn({ from: this.#from, to: this.#to }, this.order.length, this.place));
  /** Whole rows in sight, less one that stays as a landmark when paging. */
  readonly page = $derived(Math.max(1, Math.floor((this.viewPx - this.headPx) / this.rowPx) - 1));

  readonly canAdd = $derived.by(() => this.#props.editable && this.#props.onadd !== undefined);
  readonly canDelete = $derived.by(() => this.#props.editable && this.#props.ondelete !== undefined);

  /**
   * To be made while its component is.
   * @param read hands over the props in force
   */
  constructor(read: () => DataTableProps) {
    this.#read = read;
    let before = untrack(() => read().rows);
    $effect.pre(() => {
      const { rows } = read();
      untrack(() => rows !== before && this.#settle(before, rows));
      before = rows;
    });
    let known = untrack(() => namesOf(read()));
    $effect.pre(() => {
      const names = namesOf(read());
      if (names !== known) untrack(() => this.#startOver());
      known = names;
    });
    let told: number | null = null;
    $effect(() => {
      const { row } = this;
      untrack(() => row !== told && read().onselect?.(row));
      told = row;
    });
  }

  get #props(): DataTableProps {
    return this.#read();
  }

  canEdit(column: number): boolean {
    const { columns, editable, onedit } = this.#props;
    const { editable: open = false, kind, kinds } = columns[column] ?? {};
    return editable && onedit !== undefined && open && (kind === 'number' || kinds !== undefined);
  }

  find(query: string): void {
    this.query = query;
    this.release();
  }

  showMarkedOnly(on: boolean): void {
    this.#markedOnly = on;
    this.release();
  }

  sortBy(column: number): void {
    this.sort = nextSort(this.sort, column);
    this.release();
  }

  /** Lets edited rows go where they belong, once nobody works on them. */
  release(): void {
    this.#held = null;
  }

  moveTo({ place, column }: Spot): void {
    this.cursor = { row: place === HEADER ? HEADER : (this.order[place] ?? HEADER), column };
    this.#awaited = null;
  }

  /** Puts the cursor where it was, or on the first row in sight. */
  enter(): void {
    if (this.place !== null) return;
    const place = Math.min(this.order.length - 1, Math.ceil(this.scrollTop / this.rowPx));
    this.moveTo({ place, column: this.cursor?.column ?? 0 });
  }

  /** Starts editing the cursor's cell, with what was typed or else its value; false where nothing can be edited. */
  edit(typed: string | null = null): boolean {
    if (this.row === null || !this.canEdit(this.cursor!.column)) return false;
    this.said = '';
    this.#held = { order: this.order, rows: this.#props.rows };
    this.editing = { row: this.row, column: this.cursor!.column, typed };
    return true;
  }

  /** Ends editing. `text` is the new value as typed or chosen; null gives up. */
  done(text: string | null): void {
    if (!this.editing) return;
    const { row, column } = this.editing;
    this.editing = null;
    if (text === null || !this.canEdit(column)) return;
    const { cell, columns, onedit } = this.#props;
    const [before, { kind, unit }] = [cell(row, column), columns[column]!];
    this.said = (kind === 'number' && whyRefused(text, unit, this.show(before, column))) || '';
    const value = kind === 'number' ? readNumber(text, unit)! : text;
    if (this.said === '' && value !== before) onedit?.(row, column, value);
  }

  /** The next column of the row that can be edited; null when there is none that way. */
  editableBeside(column: number, step: 1 | -1): number | null {
    for (let at = column + step; at >= 0 && at < this.#props.columns.length; at += step)
      if (this.canEdit(at)) return at;
    return null;
  }

  add(): void {
    this.#awaited = { change: 'add' };
    this.#props.onadd?.();
  }

  delete(): void {
    if (this.row === null || !this.canDelete) return;
    this.#awaited = { change: 'delete', place: this.place! };
    this.said = '';
    this.#props.ondelete?.(this.row);
  }

  /** Forgets what was said about columns that are gone. */
  #startOver(): void {
    this.sort = this.cursor = this.editing = this.#awaited = null;
    this.query = this.said = '';
    this.release();
  }

  /** Keeps the cursor meaningful after the number of rows has changed. */
  #settle(before: number, rows: number): void {
    const awaited = this.#awaited;
    const column = this.cursor?.column ?? 0;
    this.#awaited = null;
    this.editing = null;
    if (awaited?.change === 'add' && rows > before) {
      if (!this.order.includes(rows - 1)) this.find('');
      if (!this.order.includes(rows - 1)) this.showMarkedOnly(false);
      this.cursor = { row: rows - 1, column: this.editableBeside(-1, 1) ?? 0 };
    } else if (awaited?.change === 'delete' && rows < before) {
      this.cursor = { row: this.order[Math.min(awaited.place, this.order.length - 1)] ?? HEADER, column };
    } else if (this.cursor && this.cursor.row >= rows) this.cursor = null;
  }

  /** A value as it is shown. */
  show(value: number | string, column: number): string {
    return typeof value === 'string' ? value : this.#props.format(value, column);
  }
}
