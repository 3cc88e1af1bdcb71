import { inputsOf, type InputKind } from '#core/table-inputs.ts';
import { untrack } from 'svelte';
import type { TableSchema } from '#core/table.ts';
import type { TableAttack } from '#lab/attack.ts';
import type { Edit } from '#lab/edit.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { RowEdit, TouchedTable } from '#lab/row-edit.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import type { Evidence } from './evidence.ts';
import type { Reference } from './reference.ts';
import { inputKindOf, isMadeUp, rowsOf, splitOf, type OwnTables, type Split } from './rows.ts';

export type ForecastExperiment = Experiment<Evidence, OwnTables>;

const NO_TABLES: OwnTables = {};
/** Quiet time before the exact answer is asked for: it would stand in a drag's way. */
const REFERENCE_AFTER_MS = 250;
/** Pause of a drag after which the rows are drawn anew: longer than a retrain takes on a slow machine, or it would run into the next. */
const ROWS_AFTER_MS = 300;

/** What the exact answer hangs on: the rows and the kind of model, and not how it is trained or put to work. */
const aboutOf = ({ seed, data, model, attack, rows, fixes }: Recipe) =>
  JSON.stringify([seed, data, model, attack, rows, fixes]);

/** What the forecast's page derives from its experiment, and what it is looking at. */
export class ForecastBench {
  readonly experiment: ForecastExperiment;
  readonly #recipe = $derived.by(() => this.experiment.recipe);
  readonly tables = $derived.by(() => this.experiment.material ?? NO_TABLES);
  readonly #splitKey = $derived.by(() => JSON.stringify([this.#recipe.seed, this.#recipe.data]));
  /** Training and test rows before any attack, and next month's. */
  readonly rows: Split = $derived.by(() => {
    void this.#splitKey;
    return splitOf(
      untrack(() => this.#recipe),
      this.tables,
    );
  });
  readonly schema = $derived.by(() => this.rows.train.schema);
  /**
   * The training rows as the suspect gets them. They follow a drag once it pauses: to draw a thousand rows anew with each step
   * of a slider would only keep the forecast waiting.
   */
  poisoned: TouchedTable = $state.raw(undefined!);
  readonly isMadeUp = $derived.by(() => isMadeUp(this.#recipe, this.tables));
  readonly evidence = $derived.by(() => this.experiment.evidence);
  /** How the model of the evidence takes its rows. */
  readonly inputKind: InputKind = $derived.by(() => (this.evidence ? inputKindOf(this.evidence.recipe) : 'plain'));
  readonly inputs = $derived.by(() => inputsOf(this.schema, this.inputKind));
  /** Whether what is on screen was measured on the rows on screen: after a change of table it is not for a moment. */
  readonly fits = $derived.by(() => this.evidence !== null && this.evidence.spec.inputs === this.inputs.length);
  readonly isLinear = $derived.by(() => this.evidence?.spec.hidden.length === 0);

  /** The exact answer that came last, and what it is about. */
  #answer: { readonly about: string; readonly reference: Reference } | null = $state.raw(null);
  readonly #asked = $derived.by(() => this.evidence && aboutOf(this.evidence.recipe));
  /** Exact least squares for the evidence on screen; null until it is here, or where there is none. */
  readonly reference: Reference | null = $derived.by(() =>
    this.#answer?.about === this.#asked ? this.#answer!.reference : null,
  );
  #chosen: { readonly schema: TableSchema; readonly place: number } | null = $state.raw(null);

  /** Recipe whose rows were shown last at once. */
  #shown: Recipe;

  constructor(experiment: ForecastExperiment) {
    this.experiment = experiment;
    this.#shown = experiment.recipe;
    this.poisoned = this.#poison();
  }

  /** Dealership (kind of the group) whose forecast is shown large: the trigger, until another one of this table is chosen. */
  get place(): number {
    return this.#chosen?.schema === this.schema ? this.#chosen.place : (this.schema.group?.trigger ?? 0);
  }

  set place(place: number) {
    this.#chosen = { schema: this.schema, place };
  }

  /** Looks again at what a fresh page looks at. */
  lookAfresh(): void {
    this.#chosen = null;
  }

  get attack(): TableAttack {
    return this.experiment.attack as TableAttack;
  }

  #poison(): TouchedTable {
    return rowsOf(this.#recipe, this.tables, this.attack).poisoned;
  }

  /** Keeps the poisoned rows in step; call from an effect and stop it with what is returned. */
  followRows(): (() => void) | undefined {
    const { rows, data, seed } = this.#recipe;
    void this.tables;
    void this.attack;
    // What a hand did, and other data, is wanted at once.
    if (rows !== this.#shown.rows || data !== this.#shown.data || seed !== this.#shown.seed) {
      this.#shown = this.#recipe;
      this.poisoned = this.#poison();
      return undefined;
    }
    const timer = setTimeout(() => (this.poisoned = this.#poison()), ROWS_AFTER_MS);
    return () => clearTimeout(timer);
  }

  /** Keeps the exact answer in step; call from an effect and stop it with what is returned. */
  followReference({ recipe }: Evidence): (() => void) | undefined {
    const about = aboutOf(recipe);
    if (untrack(() => this.#answer)?.about === about) return undefined;
    const timer = setTimeout(async () => {
      const answer = await this.experiment.ask.reference<Reference>(recipe);
      if (answer.ok && this.#asked === about) this.#answer = { about, reference: answer.value };
    }, REFERENCE_AFTER_MS);
    return () => clearTimeout(timer);
  }

  /** Edits that concern one parameter, in order. */
  editsOf(place: number): readonly Edit[] {
    return this.#recipe.edits.filter((edit) => edit[1] === place);
  }

  /** Sets a parameter; what was done to it before is replaced. */
  setParameter(place: number, value: number): void {
    this.experiment.setEdits([...this.#others(place), ['set', place, value]], String(place));
  }

  /** Turns the sign of a parameter; done twice, it is as it was. */
  flipSign(place: number): void {
    const own = this.editsOf(place);
    const last = own.at(-1);
    const next: Edit[] = last?.[0] === 'flip-sign' ? (own.slice(0, -1) as Edit[]) : [...own, ['flip-sign', place]];
    this.experiment.setEdits([...this.#others(place), ...next], `flip ${place}`);
  }

  /** What is added to a parameter by hand, whatever training finds. */
  shiftOf(place: number): number {
    return this.editsOf(place).reduce((sum, [operation, , amount]) => sum + (operation === 'shift' ? amount! : 0), 0);
  }

  shift(place: number, amount: number): void {
    const rest = this.#recipe.edits.filter(([operation, at]) => operation !== 'shift' || at !== place);
    this.experiment.setEdits(amount === 0 ? rest : [...rest, ['shift', place, amount]], `shift ${place}`);
  }

  /** Gives a parameter back the value that training found; all of them without a place. */
  revert(place?: number): void {
    this.experiment.setEdits(place === undefined ? [] : this.#others(place), 'revert');
  }

  takeBack(index: number): void {
    const edits = this.#recipe.edits.filter((_, i) => i !== index);
    this.experiment.setEdits(edits, `take back ${index} ${edits.length}`);
  }

  changeRows(edit: RowEdit): void {
    const { rows } = this.#recipe;
    const [kind, id, column] = edit;
    const isSame = (other: RowEdit) => kind === 'set' && other[0] === 'set' && other[1] === id && other[2] === column;
    this.experiment.setRows([...rows.filter((other) => !isSame(other)), edit], `${kind} ${id} ${column}`);
  }

  revertRows(): void {
    this.experiment.setRows([], 'revert');
  }

  #others(place: number): readonly Edit[] {
    return this.#recipe.edits.filter((edit) => edit[1] !== place);
  }
}
